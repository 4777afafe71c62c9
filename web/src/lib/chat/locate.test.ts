import { describe, expect, it } from 'vitest';
import { decodeHtml, decodeText } from './decode';
import { locate } from './locate';
import { kindOf } from './source-view.svelte';

const found = (text: string, ...passages: string[]) =>
  locate(text, passages).map(({ begin, end }) => text.slice(begin, end));

describe('locate', () => {
  it('finds a passage across line breaks and markup', () => {
    const text = '# Leave\n\nYou have **25 days**\nof vacation.\n\nMore.';
    expect(found(text, 'You have 25 days of vacation.')).toEqual(['You have **25 days**\nof vacation']);
  });

  it('finds the sentences when the whole is not there', () => {
    const text = 'The first sentence is long enough. [x](y) The second sentence is long as well.';
    expect(found(text, 'The first sentence is long enough. The second sentence is long as well.')).toEqual([
      'The first sentence is long enough',
      'The second sentence is long as well',
    ]);
  });

  it('finds nothing rather than something short anywhere', () => {
    expect(found('Yes. No.', 'Yes. It was never here.')).toEqual([]);
    expect(found('Anything', '', '…')).toEqual([]);
  });

  it('joins passages that overlap', () => {
    expect(found('one two three four', 'one two three', 'two three four')).toEqual(['one two three four']);
  });

  it('keeps its place when letters change length in lower case', () => {
    expect(found('İİİ and the İstanbul office', 'the İstanbul office')).toEqual(['the İstanbul office']);
    expect(found('𝒳 before the word', 'the word')).toEqual(['the word']);
  });
});

describe('decodeText', () => {
  const bytes = (...values: number[]) => new Uint8Array(values).buffer;

  it('reads the encodings that documents come in', () => {
    expect(decodeText(bytes(0xc3, 0xa9), 'text/plain')).toBe('é');
    expect(decodeText(bytes(0xe9), 'text/plain')).toBe('é');
    expect(decodeText(bytes(0xff, 0xfe, 0xe9, 0x00), 'text/plain; charset=utf-8')).toBe('é');
    expect(decodeText(bytes(0xfe, 0xff, 0x00, 0xe9), '')).toBe('é');
    expect(decodeText(bytes(0xa4), 'text/plain; charset=iso-8859-15')).toBe('€');
    expect(decodeText(bytes(0xe9), 'text/plain; charset=nonsense')).toBe('é');
  });

  it('believes a page about its charset when the server says nothing', () => {
    const page = new TextEncoder().encode('<meta charset="iso-8859-15">_');
    page[page.length - 1] = 0xa4;
    expect(decodeHtml(page.buffer, 'text/html')).toContain('€');
  });
});

describe('kindOf', () => {
  it('goes by the name first', () => {
    expect(kindOf('A.PDF', 'application/octet-stream')).toBe('pdf');
    expect(kindOf('a.md', 'text/html')).toBe('text');
    expect(kindOf('page', 'text/html; charset=utf-8')).toBe('html');
    expect(kindOf('notes', 'text/csv')).toBe('text');
    expect(kindOf('a.zip', 'application/zip')).toBe('other');
  });
});

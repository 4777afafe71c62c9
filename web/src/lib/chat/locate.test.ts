import { describe, expect, it } from 'vitest';
import { decodeHtml, decodeText } from './decode';
import { locate, locateMarks, marksWithin } from './locate';
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

describe('locateMarks', () => {
  const marked = (text: string, passages: string[], quotes: string[]) =>
    locateMarks(text, passages, quotes).map(({ begin, end, kind }) => `${kind}: ${text.slice(begin, end)}`);

  it('lays the quote on the passage around it', () => {
    expect(marked('Before. One. Two. Three. After.', ['One. Two. Three.'], ['Two.'])).toEqual([
      'read: One. ',
      'quoted: Two',
      'read: . Three',
    ]);
  });

  it('means the words within a passage when they stand elsewhere too', () => {
    const [mark] = locateMarks('Two days. Then: two days.', ['Then: two days.'], ['Two days.']).filter(
      ({ kind }) => kind === 'quoted',
    );
    expect(mark?.begin).toBe(16);
  });

  it('marks a quote outside of every passage, and nothing for words that are nowhere', () => {
    expect(marked('One. Two.', [], ['Two.'])).toEqual(['quoted: Two']);
    expect(marked('One. Two.', ['One.'], ['Three.'])).toEqual(['read: One']);
  });

  it('finds the row of a table without the names of its columns', () => {
    const table = 'Property\nValue\nSettling time\n3 s\nPan diameter\n90 mm';
    expect(marked(table, [], ['Property: Settling time; Value: 3 s'])).toEqual([
      'quoted: Settling time\n3 s',
    ]);
    const row = 'Property: Settling time | Value: 3 s';
    expect(marked(row, [], ['Property: Settling time; Value: 3 s'])).toEqual([`quoted: ${row}`]);
  });

  it('cuts marks at the borders of a part', () => {
    const marks = locateMarks('One. Two. Three.', ['One. Two.'], ['Two.']);
    expect(marksWithin(marks, { begin: 2, end: 7 })).toEqual([
      { begin: 0, end: 3, kind: 'read' },
      { begin: 3, end: 5, kind: 'quoted' },
    ]);
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
    expect(kindOf('a.md', 'text/html')).toBe('markdown');
    expect(kindOf('page', 'text/html; charset=utf-8')).toBe('html');
    expect(kindOf('notes', 'text/csv')).toBe('text');
    expect(kindOf('a.zip', 'application/zip')).toBe('other');
  });
});

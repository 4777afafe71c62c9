import { describe, expect, it } from 'vitest';
import { readMarkdown } from './markdown';
import { quotesOf } from './quotes';

const quotes = (text: string) => quotesOf(readMarkdown(text, ['a.pdf', 'b.md']), 'a.pdf');

describe('quotesOf', () => {
  it('gives the words before each marker of a source', () => {
    const list =
      '- Twenty-five **days** a year. [a.pdf]\n- Sixty euros a day. [b.md]\n- By the end of March. [a.pdf]';
    expect(quotes(list)).toEqual(['Twenty-five days a year.', 'By the end of March.']);
    expect(quotes('| a | b |\n|---|---|\n| Vacation time | 25 days [a.pdf] |')).toEqual([
      'Vacation time25 days',
    ]);
  });

  it('begins anew after a marker, but not between two beside each other', () => {
    expect(quotes('Sixty euros a day [b.md]. Days: twenty-five [b.md] [a.pdf].')).toEqual([
      '. Days: twenty-five',
    ]);
  });

  it('gives nothing that could stand anywhere', () => {
    expect(quotes('Yes. [a.pdf]')).toEqual([]);
    expect(quotes('[a.pdf]')).toEqual([]);
  });
});

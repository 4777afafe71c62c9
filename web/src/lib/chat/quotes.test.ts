import { describe, expect, it } from 'vitest';
import { linesOf, readMarkdown } from './markdown';
import { quotesOf, sentencesBehind } from './quotes';

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

  it('gives the words before one marker alone when asked for it', () => {
    const blocks = readMarkdown('- Twenty-five days a year. [a.pdf]\n- By the end of March. [a.pdf]', [
      'a.pdf',
    ]);
    const marker = linesOf(blocks)[1]?.find((node) => node.kind === 'citation');
    expect(quotesOf(blocks, 'a.pdf', marker)).toEqual(['By the end of March.']);
  });

  it('gives nothing that could stand anywhere', () => {
    expect(quotes('Yes. [a.pdf]')).toEqual([]);
    expect(quotes('[a.pdf]')).toEqual([]);
  });
});

describe('sentencesBehind', () => {
  const passage =
    'Leave is asked for in the calendar. Meals are paid up to 60 euros a day. The hall closes in August.';

  it('gives a quote that stands in the passage as it is', () => {
    expect(sentencesBehind(['up to **60 euros** a day'], [passage])).toEqual(['up to **60 euros** a day']);
  });

  it('gives the sentence that is nearest to an answer in other words', () => {
    expect(sentencesBehind(['You may spend 60 euros on your meals'], [passage])).toEqual([
      'Meals are paid up to 60 euros a day.',
    ]);
  });

  it('gives nothing when no sentence is near', () => {
    expect(sentencesBehind(['The calendar of the moon'], [passage])).toEqual([]);
    expect(sentencesBehind([], [passage])).toEqual([]);
    expect(sentencesBehind([], [])).toEqual([]);
  });

  it('gives the only sentence there is, whatever the answer says', () => {
    expect(sentencesBehind([], ['The hall closes in August.'])).toEqual(['The hall closes in August.']);
  });
});

import { describe, expect, it } from 'vitest';
import { partsOf } from './passage';

const parts = (passage: string) =>
  partsOf(passage).map((part) =>
    part.kind === 'list'
      ? part.items.map(({ begin, end }) => `- ${passage.slice(begin, end)}`).join(' ')
      : `${part.kind}: ${passage.slice(part.begin, part.end)}`,
  );

describe('partsOf', () => {
  it('tells headings, paragraphs and lists apart', () => {
    const passage =
      'Before use  Place it. Level it.  Messages  - E1: the pan. - E4: too heavy.  Cut at the en';
    expect(parts(passage)).toEqual([
      'heading: Before use',
      'paragraph: Place it. Level it.',
      'heading: Messages',
      '- E1: the pan. - E4: too heavy.',
      'paragraph: Cut at the en',
    ]);
  });

  it('takes a dash within a sentence for a dash', () => {
    expect(parts('It is - as they say - late.')).toEqual(['paragraph: It is - as they say - late.']);
  });

  it('has nothing of nothing, and keeps a lone mark', () => {
    expect(parts('')).toEqual([]);
    expect(parts('  ')).toEqual([]);
    expect(parts('- ')).toEqual(['- ']);
  });

  it('loses no word', () => {
    const passage = '  One  two - three  - four -  five  - ';
    const words = (text: string) => text.match(/[a-z]+/g);
    expect(
      words(
        parts(passage)
          .join(' ')
          .replace(/heading:|paragraph:/g, ''),
      ),
    ).toEqual(words(passage));
  });
});

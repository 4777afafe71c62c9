import { describe, expect, it } from 'vitest';
import { groupCitations } from './beside';
import { inlinesOf } from './inline';
import { parse } from './parser';

const readInline = (line: string, known: string[]) =>
  inlinesOf(parse(line, known).flatMap((token) => token.children ?? []));

/** The pieces of a line, a group in braces. */
const grouped = (line: string) =>
  groupCitations(readInline(line, ['a', 'b'])).map((piece) =>
    piece.kind === 'beside'
      ? `{${piece.space}${piece.markers.map(({ citation }) => citation).join('')}${piece.after}}`
      : piece.kind === 'text'
        ? piece.text
        : piece.kind,
  );

describe('groupCitations', () => {
  it('keeps the numbers, the space before and the marks behind them together', () => {
    expect(grouped('Two weeks. [a][b]. More')).toEqual(['Two weeks.', '{ ab.}', ' More']);
    expect(grouped('**Two** [a], three[b]')).toEqual(['strong', '', '{ a,}', ' three', '{b}']);
    expect(grouped('[a]')).toEqual(['{a}']);
  });

  it('begins a new group after other words, and after as many as fit', () => {
    expect(grouped('[a] [b]')).toEqual(['{a}', '', '{ b}']);
    expect(grouped('[a].[b]')).toEqual(['{a.}', '{b}']);
    expect(grouped('[a]'.repeat(7))).toEqual(['{aaaaaa}', '{a}']);
  });

  it('leaves a line without citations as it is', () => {
    const nodes = readInline('One **two** `three`. ', []);
    expect(groupCitations(nodes)).toEqual(nodes);
  });
});

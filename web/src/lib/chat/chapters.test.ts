import { describe, expect, it } from 'vitest';
import { blocksMax, chaptersOf } from './chapters';
import { GrowingMarkdown } from './growing';

const paragraphs = (count: number) => 'A paragraph.\n\n'.repeat(count);

describe('the chapters of an answer', () => {
  it('are one that is not past, as long as it is short', () => {
    expect(chaptersOf([], [])).toEqual([{ blocks: [], isPast: false }]);
    const blocks = Array.from({ length: blocksMax }, () => ({ kind: 'rule' as const }));
    expect(chaptersOf(blocks, [])).toEqual([{ blocks, isPast: false }]);
  });

  it('hold all of it, and are the same values again when they are past', () => {
    const markdown = new GrowingMarkdown([]);
    markdown.append(paragraphs(60));
    const before = chaptersOf(markdown.blocks('growing'), []);
    markdown.append(paragraphs(1));
    const blocks = markdown.blocks('growing');
    const after = chaptersOf(blocks, before);
    expect(after.flatMap((chapter) => chapter.blocks)).toEqual(blocks);
    expect(after.map(({ isPast }) => isPast)).toEqual([true, true, false]);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    expect(after[2]).not.toBe(before[2]);
  });
});

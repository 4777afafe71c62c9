// A long answer in chapters: those that are past stay the same values while it grows, so whoever shows them
// has nothing to do for them.
import type { Block } from './markdown';

export interface Chapter {
  blocks: Block[];
  isPast: boolean; // the answer goes on in another one
}

export const blocksMax = 24;

/** The same blocks in chapters, which are those of `before` where nothing of them has changed. */
export function chaptersOf(blocks: readonly Block[], before: readonly Chapter[]): Chapter[] {
  const count = Math.max(1, Math.ceil(blocks.length / blocksMax));
  return Array.from({ length: count }, (_, index) => {
    const within = blocks.slice(index * blocksMax, (index + 1) * blocksMax);
    const isPast = index < count - 1;
    const known = before[index];
    return known && known.isPast === isPast && isSame(known.blocks, within)
      ? known
      : { blocks: within, isPast };
  });
}

function isSame(one: readonly Block[], other: readonly Block[]): boolean {
  return one.length === other.length && one.every((block, index) => block === other[index]);
}

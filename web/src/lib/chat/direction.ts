// Which way a list or a quote runs: as the first word in it does. `dir="auto"` cannot tell, because it leaves
// out paragraphs that have a direction of their own.
import type { Inline } from './inline';
import type { Block } from './markdown';

const strong = /[\p{L}\p{Nl}]/u;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Nothing where no letter says. */
export function directionOf(block: Block): 'ltr' | 'rtl' | null {
  const [letter] = strong.exec(firstWords(block)) ?? [];
  if (letter === undefined) return null;
  return rightToLeft.test(letter) ? 'rtl' : 'ltr';
}

function firstWords(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return firstOf(block.children, wordsOf);
    case 'quote':
      return firstOf(block.blocks, firstWords);
    case 'list':
      return firstOf(block.parts, (part) => firstOf(part, ({ blocks }) => firstOf(blocks, firstWords)));
    default:
      return '';
  }
}

function wordsOf(node: Inline): string {
  if ('children' in node) return firstOf(node.children, wordsOf);
  return node.kind === 'text' || node.kind === 'unsupported' ? node.text : '';
}

/** The first of what they hold that has a letter, so that no more is looked at. */
function firstOf<Value>(values: readonly Value[], wordsIn: (value: Value) => string): string {
  for (const value of values) {
    const words = wordsIn(value);
    if (strong.test(words)) return words;
  }
  return '';
}

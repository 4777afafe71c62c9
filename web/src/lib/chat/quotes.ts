// What an answer says on account of a source: the words that stand before its citation.
import { linesOf, type Block } from './markdown';
import type { Inline } from './inline';

/** Fewer letters and digits could stand anywhere in a passage. */
const quoteCharsMin = 12;

/**
 * The words before each marker of `citation`, from the start of their line or from the marker before. Markers
 * beside each other share the words before them.
 */
export function quotesOf(blocks: readonly Block[], citation: string): string[] {
  return linesOf(blocks)
    .flatMap((line) => quotesIn(line, citation))
    .filter((quote) => (quote.match(/[\p{L}\p{N}]/gu) ?? []).length >= quoteCharsMin);
}

function quotesIn(line: readonly Inline[], citation: string): string[] {
  const quotes: string[] = [];
  let words = '';
  let cited = false; // whether the latest words have met a marker, so that others begin new ones
  const visit = (node: Inline): void => {
    if (node.kind === 'citation') {
      cited = true;
      if (node.citation === citation) quotes.push(words.trim());
    } else if ('children' in node) {
      node.children.forEach(visit);
    } else if (cited && node.text.trim() !== '') {
      words = node.text;
      cited = false;
    } else {
      words += node.text;
    }
  };
  line.forEach(visit);
  return quotes;
}

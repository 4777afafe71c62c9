// What an answer says on account of a source: the words that stand before its citation, and the sentence of
// the source that they stand on.
import type { Marker } from './beside';
import { linesOf, type Block } from './markdown';
import type { Inline } from './inline';
import { locate } from './locate';

/** Fewer letters and digits could stand anywhere in a passage. */
const quoteCharsMin = 12;
/** Shorter words stand in every sentence; numbers count whatever their length. */
const wordCharsMin = 4;
const sharedWordsMin = 2;

/**
 * The words before each marker of `citation`, from the start of their line or from the marker before. Markers
 * beside each other share the words before them. With `marker`, only the words before that one.
 */
export function quotesOf(blocks: readonly Block[], citation: string, marker: Inline | null = null): string[] {
  return linesOf(blocks)
    .flatMap((line) => quotesIn(line, (node) => (marker ? node === marker : node.citation === citation)))
    .filter((quote) => (quote.match(/[\p{L}\p{N}]/gu) ?? []).length >= quoteCharsMin);
}

function quotesIn(line: readonly Inline[], isMeant: (node: Marker) => boolean): string[] {
  const quotes: string[] = [];
  let words = '';
  let cited = false; // whether the latest words have met a marker, so that others begin new ones
  const visit = (node: Inline): void => {
    if (node.kind === 'citation') {
      cited = true;
      if (isMeant(node)) quotes.push(words.trim());
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

/**
 * For each quote the words of the passages to show: the quote itself when it stands there, else the sentence
 * that shares most words with it. An answer in its own words gets nothing when no sentence is near, but of
 * a single sentence there is no doubt.
 */
export function sentencesBehind(quotes: readonly string[], passages: readonly string[]): string[] {
  const sentences = passages.flatMap((passage) => passage.split(/(?<=[.!?])\s+|\s{2,}|\s(?=[-*•] )/));
  const found = quotes.flatMap((quote) => {
    if (passages.some((passage) => locate(passage, [quote]).length > 0)) return [quote];
    return nearest(quote, sentences) ?? [];
  });
  return found.length === 0 && sentences.length === 1 ? sentences : found;
}

function nearest(quote: string, sentences: readonly string[]): string | null {
  const wanted = wordsOf(quote);
  let best: string | null = null;
  let most = sharedWordsMin - 1;
  for (const sentence of sentences) {
    const shared = [...wordsOf(sentence)].filter((word) => wanted.has(word)).length;
    if (shared > most) [best, most] = [sentence, shared];
  }
  return best;
}

function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => word.length >= wordCharsMin || /\p{N}/u.test(word)));
}

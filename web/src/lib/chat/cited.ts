// What is opened of an answer: a place that was read for it, with the words the answer stands on.
import type { Answer } from './answer.svelte';
import type { Inline } from './inline';
import { quotesOf, sentencesBehind } from './quotes';
import type { Cited } from './source-view.svelte';

/** With `marker`, only what is said before that one; without, before all that name the place. */
export function citedAt(answer: Answer, citation: string, marker: Inline | null): Cited {
  const passages = answer.passagesOf(citation);
  const quotes = quotesOf(answer.blocks, citation, marker);
  return { citation, passages, quotes: sentencesBehind(quotes, passages) };
}

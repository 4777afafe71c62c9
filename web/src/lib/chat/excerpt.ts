// A few lines of a passage around the words that an answer stands on, to be shown beside its citation.
import { locateMarks } from './locate';

/** As much as is read at a glance. */
const excerptCharsMax = 320;

/** From the passage that has what is quoted, else from the first. */
export function excerptOf(passages: readonly string[], quotes: readonly string[]): string {
  for (const passage of passages) {
    const quoted = locateMarks(passage, [], quotes)[0];
    if (quoted) return cutAround(passage, quoted.begin, quoted.end);
  }
  return cutAround(passages[0] ?? '', 0, 0);
}

/** Cut between words, with what is wanted in the middle, or from its begin when it is longer than all. */
function cutAround(passage: string, begin: number, end: number): string {
  const spare = Math.max(0, excerptCharsMax - (end - begin)) / 2;
  const last = Math.max(0, passage.length - excerptCharsMax);
  const from = Math.min(Math.max(0, Math.floor(begin - spare)), last);
  const to = Math.min(passage.length, from + excerptCharsMax);
  const head = from === 0 ? '' : '… ';
  const tail = to === passage.length ? '' : ' …';
  const words = passage.slice(from, to);
  return head + words.replace(head ? /^\S*\s+/ : '', '').replace(tail ? /\s+\S*$/ : '', '') + tail;
}

// Finds a cited passage inside the document it was taken from.
//
// The passage was cut by the server: line breaks became spaces, and markup may be gone. So only letters and
// digits are compared. When the whole passage is not there, its longer sentences are looked for one by one.

export interface Range {
  begin: number;
  end: number;
}

/** A shorter sentence could stand anywhere. */
const sentenceCharsMin = 24;

export function locate(text: string, passages: readonly string[]): Range[] {
  const haystack = condense(text);
  const found = passages.flatMap((passage) => locateOne(haystack, passage));
  return merge(found.sort((a, b) => a.begin - b.begin));
}

interface Condensed {
  text: string;
  places: number[]; // where each kept unit stands in the original
}

function condense(text: string): Condensed {
  const kept: string[] = [];
  const places: number[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]/gu)) {
    for (const unit of match[0].toLowerCase().split('')) {
      kept.push(unit);
      places.push(match.index);
    }
  }
  return { text: kept.join(''), places };
}

function locateOne(haystack: Condensed, passage: string): Range[] {
  const whole = find(haystack, condense(passage).text);
  if (whole) return [whole];
  return passage
    .split(/(?<=[.!?:;])\s+/)
    .map((sentence) => condense(sentence).text)
    .filter((sentence) => sentence.length >= sentenceCharsMin)
    .flatMap((sentence) => find(haystack, sentence) ?? []);
}

function find(haystack: Condensed, needle: string): Range | null {
  if (needle === '') return null;
  const at = haystack.text.indexOf(needle);
  const begin = haystack.places[at];
  const last = haystack.places[at + needle.length - 1];
  return begin === undefined || last === undefined ? null : { begin, end: last + 1 };
}

function merge(sorted: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of sorted) {
    const before = merged.at(-1);
    if (before && range.begin <= before.end) before.end = Math.max(before.end, range.end);
    else merged.push({ ...range });
  }
  return merged;
}

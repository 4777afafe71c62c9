// Finds a cited passage inside the document it was taken from, and in it what an answer quotes.
//
// The passage was cut by the server: line breaks became spaces, and markup may be gone. So only letters and
// digits are compared. When the whole passage is not there, its longer sentences are looked for one by one.

export interface Range {
  begin: number;
  end: number;
}

/** A part of a text to make visible: what was read of it, or what is quoted from it. */
export interface Mark extends Range {
  kind: 'quoted' | 'read';
}

/** A shorter sentence could stand anywhere. */
const sentenceCharsMin = 24;

/** `Name: value | Name: value`, as the server writes the row of a table; an answer has `;` between them. */
const row = /^[^:;|]{1,80}: [^;|]+(?:[;|] [^:;|]{1,80}: [^;|]+)+$/;

export function locate(text: string, passages: readonly string[]): Range[] {
  return locateIn(condense(text), passages);
}

/**
 * The passages, and on top of them the quotes; in order and apart from each other. Words may stand in a
 * document more than once: those within a passage are meant.
 */
export function locateMarks(text: string, passages: readonly string[], quotes: readonly string[]): Mark[] {
  const haystack = condense(text);
  const read = locateIn(haystack, passages);
  const quoted = quotes.flatMap((quote) => {
    const within = read.map((range) => locateOne(haystack, quote, range)).find((found) => found.length > 0);
    return within ?? locateOne(haystack, quote, everywhere);
  });
  return layer(read, merge(quoted));
}

/** Which of these parts of the text are marked, and from where they are counted: from `part.begin`. */
export function marksWithin(marks: readonly Mark[], part: Range): Mark[] {
  return marks.flatMap(({ begin, end, kind }) => {
    const from = Math.max(begin, part.begin);
    const to = Math.min(end, part.end);
    return from < to ? [{ begin: from - part.begin, end: to - part.begin, kind }] : [];
  });
}

interface Condensed {
  text: string;
  places: number[]; // where each kept unit stands in the original
}

const everywhere: Range = { begin: 0, end: Infinity };

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

function locateIn(haystack: Condensed, passages: readonly string[]): Range[] {
  return merge(passages.flatMap((passage) => locateOne(haystack, passage, everywhere)));
}

function locateOne(haystack: Condensed, words: string, within: Range): Range[] {
  const whole = find(haystack, words, within) ?? (row.test(words) ? findRow(haystack, words, within) : null);
  if (whole) return [whole];
  return words
    .split(/(?<=[.!?:;])\s+/)
    .filter((sentence) => condense(sentence).text.length >= sentenceCharsMin)
    .flatMap((sentence) => find(haystack, sentence, within) ?? []);
}

/** In the document itself the names stand once, above their columns. */
function findRow(haystack: Condensed, words: string, within: Range): Range | null {
  return find(haystack, words.replace(/(^|[;|] )[^:;|]*: /g, ' '), within);
}

function find({ text, places }: Condensed, words: string, within: Range): Range | null {
  const needle = condense(words).text;
  if (needle === '') return null;
  const at = text.indexOf(needle, firstFrom(places, within.begin));
  const begin = places[at];
  const last = places[at + needle.length - 1];
  return begin === undefined || last === undefined || last >= within.end ? null : { begin, end: last + 1 };
}

/** The index of the first place that is not before `begin`. */
function firstFrom(places: readonly number[], begin: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? Infinity) < begin) low = middle + 1;
    else high = middle;
  }
  return low;
}

function merge(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.begin - b.begin)) {
    const before = merged.at(-1);
    if (before && range.begin <= before.end) before.end = Math.max(before.end, range.end);
    else merged.push({ ...range });
  }
  return merged;
}

function layer(read: readonly Range[], quoted: readonly Range[]): Mark[] {
  const marks: Mark[] = quoted.map((range) => ({ ...range, kind: 'quoted' }));
  for (const { begin, end } of read) {
    let from = begin;
    for (const quote of quoted) {
      if (quote.end <= from || quote.begin >= end) continue;
      if (quote.begin > from) marks.push({ begin: from, end: quote.begin, kind: 'read' });
      from = quote.end;
    }
    if (from < end) marks.push({ begin: from, end, kind: 'read' });
  }
  return marks.sort((a, b) => a.begin - b.begin);
}

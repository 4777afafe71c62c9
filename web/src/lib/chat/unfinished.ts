// How the end of a text is shown while it grows: as it will be when its marks are complete, so that nothing
// that was shown is taken back.
//
// Marks that are open are closed; what may become a mark, a link, a citation, a table or a formula waits.
import { markerAt } from './citations';

const fence = /^ *(`{3,}|~{3,})/;
const newBlock = /^ *(?:[-*+] |\d{1,9}[.)] |#{1,6} |> ?|\|)/;
/** A line that may become an item, a heading, a rule, a quote, a fence, or a task. */
const marks =
  /^(?:(?:[-*+]|\d{1,9}[.)]?)(?: +(?:\[[ xX]?\]? *)?)?|#{1,6} *|[-*_=+ ]+|[`~]{1,2}|```[^`]*|~~~[^`]*)$/;

/** So far back a bracket is taken for the beginning of a link, a citation or a formula. */
const openCharsMax = 400;

export function settled(text: string, known: readonly string[]): string {
  const lineBegin = text.lastIndexOf('\n') + 1;
  const before = text.slice(0, lineBegin);
  const line = text.slice(lineBegin);
  if (isInCode(before)) return /^ *[`~]+$/.test(line) ? before : text;
  const table = openTable(text);
  if (table !== -1) return text.slice(0, table);
  if (isOnlyMarks(line)) return before;
  const begin = beginOfWords(text);
  return text.slice(0, begin) + withClosedMarks(text.slice(begin), known);
}

/** In two steps, because a pattern for both would try each way to share the spaces between them. */
function isOnlyMarks(line: string): boolean {
  const behindQuotes = line.replace(/^[ >]+/, '');
  return behindQuotes === '' ? line !== '' : marks.test(behindQuotes);
}

function isInCode(lines: string): boolean {
  let open = '';
  for (const line of lines.split('\n')) {
    const [, mark] = fence.exec(line) ?? [];
    if (open === '') open = mark ?? '';
    else if (mark?.startsWith(open) && line.trim() === mark) open = '';
  }
  return open !== '';
}

/** Where a row begins that may be the head of a table: nothing says so until the line below it is whole. */
function openTable(text: string): number {
  const lines = text.split('\n');
  const isRow = (index: number): boolean => /^[ >]*\|/.test(lines[index] ?? '');
  let first = lines.length - 1;
  if (lines[first] === '' && isRow(first - 1)) first--;
  if (!isRow(first)) return -1;
  while (isRow(first - 1)) first--;
  const dashes = lines[first + 1];
  const isDecided = dashes !== undefined && (lines.length > first + 2 || !/^[ >|:-]*$/.test(dashes));
  return isDecided ? -1 : lines.slice(0, first).join('\n').length + (first > 0 ? 1 : 0);
}

/** The words that are read in one go with the end of the text: its last paragraph, item or cell. */
function beginOfWords(text: string): number {
  let begin = text.lastIndexOf('\n') + 1;
  while (begin > 0) {
    const before = text.lastIndexOf('\n', begin - 2) + 1;
    const isNew = newBlock.test(text.slice(begin, begin + openCharsMax));
    if (isNew || text.slice(before, begin).trim() === '' || text.length - before > 20 * openCharsMax) break;
    begin = before;
  }
  const mark = newBlock.exec(text.slice(begin))?.[0] ?? '';
  if (!mark.endsWith('|')) return begin + mark.length;
  return text.lastIndexOf('|') + 1;
}

function withClosedMarks(words: string, known: readonly string[]): string {
  const open: string[] = [];
  for (let at = 0; at < words.length;) {
    const next = markEnd(words, at, known, open);
    if (next === 'waits') return closed(words.slice(0, words[at - 1] === '!' ? at - 1 : at), open);
    if (typeof next === 'string') return words + next;
    at = next;
  }
  return closed(words, open);
}

function closed(words: string, open: readonly string[]): string {
  if (open.length === 0) return words;
  const end = words.trimEnd();
  return end + [...open].reverse().join('') + words.slice(end.length);
}

/** Where the mark at `at` ends; or that it waits for more; or what closes the text. `open` is kept. */
function markEnd(words: string, at: number, known: readonly string[], open: string[]): number | string {
  switch (words[at]) {
    case '\\':
      return formulaEnd(words, at) ?? at + 2;
    case '$':
      return dollarEnd(words, at);
    case '`':
      return codeEnd(words, at);
    case '[':
      return bracketEnd(words, at, known);
    case '<':
      return /^<(?:h(?:t(?:t(?:p[^>\s]*)?)?)?)?$/i.test(words.slice(at)) ? 'waits' : at + 1;
    case '*':
    case '_':
    case '~':
      return emphasisEnd(words, at, open);
    default:
      return at + 1;
  }
}

function formulaEnd(words: string, at: number): number | string | null {
  if (at + 1 === words.length) return 'waits';
  const close = { '(': '\\)', '[': '\\]' }[words[at + 1] ?? ''];
  return close === undefined ? null : (closeOrWait(words, at, words.indexOf(close, at + 2), 2) ?? at + 2);
}

function dollarEnd(words: string, at: number): number | string {
  const mark = words[at + 1] === '$' ? '$$' : '$';
  const isFormula = mark === '$$' || /[^\s\d]/.test(words[at + 1] ?? '');
  if (at + 1 === words.length) return 'waits';
  return (isFormula && closeOrWait(words, at, words.indexOf(mark, at + mark.length), mark.length)) || at + 1;
}

function codeEnd(words: string, at: number): number | string {
  const [mark = '`'] = /^`+/.exec(words.slice(at, at + openCharsMax)) ?? [];
  const begin = at + mark.length;
  if (begin === words.length) return 'waits';
  const end = words.slice(begin).search(new RegExp(`(?<!\`)${mark}(?!\`)`));
  if (end !== -1) return begin + end + mark.length;
  return words.endsWith('`') ? 'waits' : mark;
}

function bracketEnd(words: string, at: number, known: readonly string[]): number | string {
  const citation = markerAt(words, at, known);
  if (citation !== undefined) return at + citation.length + 2;
  const end = words.indexOf(']', at);
  if (end === -1 || end + 1 === words.length) return closeOrWait(words, at, -1, 0) ?? at + 1;
  if (words[end + 1] !== '(') return at + 1;
  return closeOrWait(words, at, words.indexOf(')', end), 1) ?? at + 1;
}

/** Behind the close when there is one; else what stands open too long will not become anything. */
function closeOrWait(words: string, at: number, close: number, closeChars: number): number | 'waits' | null {
  if (close !== -1) return close + closeChars;
  return words.length - at <= openCharsMax ? 'waits' : null;
}

function emphasisEnd(words: string, at: number, open: string[]): number | string {
  const char = words[at] ?? '';
  let end = at;
  while (words[end] === char) end++;
  const mark = words.slice(at, end);
  const [before, after] = [words[at - 1] ?? ' ', words[end] ?? ' '];
  const isWithinWord = char === '_' && /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after);
  if (mark.length > 3 || isWithinWord) return end;
  if (/\S/.test(before) && open.includes(mark)) {
    open.length = open.lastIndexOf(mark);
  } else if (end === words.length) {
    return 'waits';
  } else if (/\S/.test(after) && (char !== '~' || mark === '~~')) {
    open.push(mark);
  }
  return end;
}

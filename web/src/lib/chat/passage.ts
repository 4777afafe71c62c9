// The parts of a passage: headings, lists, paragraphs.
//
// On the wire a passage is one line: two spaces stand for an empty line, and one for the end of a line. What
// was only the end of a line is lost; nothing here adds, drops or moves a word.
import type { Range } from './locate';

export type Part = (Range & { kind: 'heading' | 'paragraph' }) | { kind: 'list'; items: Range[] };

/** Longer lines without a full stop are cut sentences, not headings. */
const headingCharsMax = 70;

export function partsOf(passage: string): Part[] {
  const paragraphs = piecesOf(passage, { begin: 0, end: passage.length }, /\s{2,}/g);
  return paragraphs.flatMap((range, index): Part[] => {
    const text = passage.slice(range.begin, range.end);
    if (/^[-*•] /.test(text)) {
      const items = piecesOf(passage, range, /\s(?=[-*•] )/g);
      return [{ kind: 'list', items: items.map(({ begin, end }) => ({ begin: begin + 2, end })) }];
    }
    const isLast = index === paragraphs.length - 1;
    return [{ ...range, kind: !isLast && looksLikeHeading(text) ? 'heading' : 'paragraph' }];
  });
}

function looksLikeHeading(text: string): boolean {
  return text.length <= headingCharsMax && !/[.!?:;,|]$/.test(text);
}

/** What stands between the gaps, without the empty pieces. */
function piecesOf(text: string, within: Range, gap: RegExp): Range[] {
  const pieces: Range[] = [];
  let begin = within.begin;
  for (const match of text.slice(within.begin, within.end).matchAll(gap)) {
    const end = within.begin + match.index;
    if (end > begin) pieces.push({ begin, end });
    begin = end + match[0].length;
  }
  if (within.end > begin) pieces.push({ begin, end: within.end });
  return pieces;
}

// The Markdown library as answers need it: GFM without raw HTML, with citations and formulas as tokens of
// their own, and addresses that a reader may be led to.
import MarkdownIt from 'markdown-it';
import type StateInline from 'markdown-it/lib/rules_inline/state_inline.mjs';
import type Token from 'markdown-it/lib/token.mjs';
import { markerAt, unknownMarkerAt } from './citations';
import { withUsualLists } from './usual-lists';

interface Environment {
  known: readonly string[]; // the citations that may become links
}

const markdown = new MarkdownIt({ html: false, linkify: true });

// Headings begin with `#` and code stands in fences; the other ways to write them turn words that are not
// finished, or set in, into something else. Definitions of links would take lines away.
markdown.disable(['lheading', 'code', 'reference']);
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
markdown.validateLink = (address) => /^(?:https?:\/\/|mailto:)\S/i.test(address);
markdown.inline.ruler.before('link', 'citation', readCitation);
markdown.inline.ruler.before('escape', 'math', readMath);

export function parse(text: string, known: readonly string[]): Token[] {
  return markdown.parse(withUsualLists(text), { known } satisfies Environment);
}

/** Only where blocks begin and end, which costs far less: their words are not read. */
export function outline(text: string): Token[] {
  const tokens: Token[] = [];
  markdown.block.parse(withUsualLists(text), markdown, {}, tokens);
  return tokens;
}

function readCitation(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '[') return false;
  const { known } = state.env as Environment;
  const citation = markerAt(state.src, state.pos, known);
  const content = citation ?? unknownMarkerAt(state.src, state.pos);
  if (content === undefined) return false;
  if (!silent) state.push(citation === undefined ? 'unknown' : 'citation', '', 0).content = content;
  state.pos += content.length + (citation === undefined ? 0 : '[]'.length);
  return true;
}

/** How formulas are written, and how they are shown. */
const formulas: { open: string; close: string; display: 'inline' | 'block' }[] = [
  { open: '$$', close: '$$', display: 'block' },
  { open: '\\[', close: '\\]', display: 'block' },
  { open: '\\(', close: '\\)', display: 'inline' },
  { open: '$', close: '$', display: 'inline' },
];
const formulaCharsMax = 2_000;

function readMath(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  const formula = formulas.find(({ open }) => src.startsWith(open, pos));
  if (!formula) return false;
  const begin = pos + formula.open.length;
  const end = src.indexOf(formula.close, begin);
  if (end <= begin || end - begin > formulaCharsMax) return false;
  const tex = src.slice(begin, end);
  if (formula.open === '$' && !isBetweenDollars(tex, src[end + 1] ?? '')) return false;
  if (!silent) {
    const token = state.push('math', '', 0);
    token.content = tex.trim();
    token.block = formula.display === 'block';
  }
  state.pos = end + formula.close.length;
  return true;
}

/** Not `5$ or 6$`, nor `$5 and $6`: the inside touches both marks and does not begin as an amount does. */
function isBetweenDollars(tex: string, after: string): boolean {
  return /^[^\s\d](?:[^\n]*[^\s\\])?$/.test(tex) && !/\d/.test(after);
}

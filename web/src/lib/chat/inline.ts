// The marks inside a line of an answer: code, bold, emphasis, links, citations. Everything else is text.
//
// The work grows linearly with the text, and nesting is bounded.
import { markerAt, unknownMarkerAt } from './citations';

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong'; children: Inline[] }
  | { kind: 'emphasis'; children: Inline[] }
  | { kind: 'link'; children: Inline[]; address: string }
  | { kind: 'citation'; citation: string }
  | { kind: 'unknown'; text: string }; // a marker of a place that was not among the sources

const nestingMax = 4;

/**
 * `[words](https://…)`, with or without a title. One pair of brackets may be part of the address. The
 * lengths are bounded, so that what is left open is given up soon.
 */
const address = String.raw`(?:https?:\/\/|mailto:)[^\s()<>]{1,2000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,200})?`;
const link = new RegExp(String.raw`!?\[([^[\]]{1,500})\]\(<?(${address})>?(?:\s+"[^"]{0,500}")?\)`, 'iy');

/** `known` are the citations that may become links. */
export function readInline(text: string, known: readonly string[], depth = 0): Inline[] {
  const nodes: Inline[] = [];
  const unclosed = new Set<string>(); // marks known to have no partner further on: never look twice
  let textBegin = 0;
  let at = 0;

  const push = (node: Inline, next: number): void => {
    if (at > textBegin) nodes.push({ kind: 'text', text: text.slice(textBegin, at) });
    nodes.push(node);
    textBegin = at = next;
  };

  while (at < text.length) {
    const citation = markerAt(text, at, known);
    const [whole, words, address] = (citation === undefined && linkAt(text, at, depth)) || [];
    const unknown = citation === undefined ? unknownMarkerAt(text, at) : undefined;
    const mark = citation === undefined ? markStart(text, at, depth) : '';
    if (citation !== undefined) {
      push({ kind: 'citation', citation }, at + citation.length + 2);
    } else if (unknown !== undefined) {
      push({ kind: 'unknown', text: unknown }, at + unknown.length);
    } else if (whole !== undefined && words !== undefined && address !== undefined) {
      push({ kind: 'link', children: readInline(words, known, depth + 1), address }, at + whole.length);
    } else if (mark === '' || unclosed.has(mark)) {
      at += Math.max(1, mark.length);
    } else {
      const begin = at + mark.length;
      const end = closing(text, begin, mark);
      if (end === -1) {
        unclosed.add(mark);
        at = begin;
      } else {
        push(makeMarked(mark, text.slice(begin, end), known, depth), end + mark.length);
      }
    }
  }
  if (textBegin < text.length) nodes.push({ kind: 'text', text: text.slice(textBegin) });
  return nodes;
}

/** A picture is a link too: nothing is fetched because an answer says so. */
function linkAt(text: string, at: number, depth: number): RegExpExecArray | null {
  if ((text[at] !== '[' && text[at] !== '!') || depth >= nestingMax) return null;
  link.lastIndex = at;
  return link.exec(text);
}

/**
 * The mark that may open here: a run of backticks, `**` or `*` before a letter. Not `_`: names in answers
 * hold it.
 */
function markStart(text: string, at: number, depth: number): string {
  const first = text[at];
  if (first === '`') return /^`+/.exec(text.slice(at, at + 8))?.[0] ?? '';
  if (first !== '*' || depth >= nestingMax) return '';
  const mark = text[at + 1] === '*' ? '**' : '*';
  return /\S/.test(text[at + mark.length] ?? ' ') ? mark : '';
}

function closing(text: string, begin: number, mark: string): number {
  let end = text.indexOf(mark, begin + 1);
  if (mark !== '*') return end;
  while (end !== -1 && (text[end + 1] === '*' || /\s/.test(text[end - 1] ?? ''))) {
    end = text.indexOf(mark, text[end + 1] === '*' ? end + 2 : end + 1);
  }
  return end;
}

function makeMarked(mark: string, inner: string, known: readonly string[], depth: number): Inline {
  if (mark.startsWith('`')) return { kind: 'code', text: inner };
  return { kind: mark === '**' ? 'strong' : 'emphasis', children: readInline(inner, known, depth + 1) };
}

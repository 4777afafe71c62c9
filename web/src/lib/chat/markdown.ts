// The little Markdown that answers use, as plain values: paragraphs, headings, lists, code, bold, emphasis,
// citations.
//
// Never HTML: components turn these values into elements, so markup in an answer stays visible text. What is
// not recognised stays text too. The work grows linearly with the text, and nesting is bounded.
import { markerAt } from './citations';

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong'; children: Inline[] }
  | { kind: 'emphasis'; children: Inline[] }
  | { kind: 'citation'; citation: string };

export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; children: Inline[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Inline[][] }
  | { kind: 'code'; text: string };

const fence = /^ {0,3}(```+|~~~+)/;
const heading = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/;
const bullet = /^\s{0,6}[-*+]\s+(.*)$/;
const ordinal = /^\s{0,6}(\d{1,9})[.)]\s+(.*)$/;

/** Cuts the text into blocks, line by line. `known` are the citations that may become links. */
export function readMarkdown(text: string, known: readonly string[]): Block[] {
  const reader = new BlockReader(known);
  for (const line of text.split(/\r?\n/)) reader.read(line);
  return reader.finish();
}

/** The citations in the order in which the reader meets them, each once: the first is number 1. */
export function citedIn(blocks: readonly Block[]): string[] {
  const found = new Set<string>();
  const visit = (nodes: readonly Inline[]): void => {
    for (const node of nodes) {
      if (node.kind === 'citation') found.add(node.citation);
      else if ('children' in node) visit(node.children);
    }
  };
  for (const block of blocks) {
    if (block.kind === 'list') block.items.forEach(visit);
    else if (block.kind !== 'code') visit(block.children);
  }
  return [...found];
}

class BlockReader {
  readonly #known: readonly string[];
  readonly #blocks: Block[] = [];
  #paragraph: string[] = [];
  #items: string[] = [];
  #list: { ordered: boolean; start: number } | null = null;
  #code: { fence: string; lines: string[] } | null = null;
  #blankBefore = false;

  constructor(known: readonly string[]) {
    this.#known = known;
  }

  read(line: string): void {
    if (this.#code) return this.#readCode(line, this.#code);
    const [, mark] = fence.exec(line) ?? [];
    const [, title] = heading.exec(line) ?? [];
    const [, number, numbered] = ordinal.exec(line) ?? [];
    const item = bullet.exec(line)?.[1] ?? numbered;

    if (line.trim() === '') {
      this.#endParagraph();
    } else if (mark !== undefined) {
      this.#endAll();
      this.#code = { fence: mark, lines: [] };
    } else if (title !== undefined) {
      this.#endAll();
      this.#blocks.push({ kind: 'heading', children: this.#inline(title) });
    } else if (item !== undefined) {
      this.#readItem(item, number === undefined ? null : Number(number));
    } else if (this.#list && (!this.#blankBefore || /^\s{2,}/.test(line))) {
      this.#items.push((this.#items.pop() ?? '') + '\n' + line.trim()); // goes on with the item above
    } else {
      this.#endList();
      this.#paragraph.push(line.trim());
    }
    this.#blankBefore = line.trim() === '';
  }

  finish(): Block[] {
    this.#endAll();
    return this.#blocks;
  }

  #readCode(line: string, code: { fence: string; lines: string[] }): void {
    if (line.trim().startsWith(code.fence)) this.#endCode();
    else code.lines.push(line);
  }

  #readItem(text: string, number: number | null): void {
    this.#endParagraph();
    const ordered = number !== null;
    if (this.#list?.ordered !== ordered) this.#endList();
    this.#list ??= { ordered, start: number ?? 1 };
    this.#items.push(text);
  }

  #endAll(): void {
    this.#endParagraph();
    this.#endList();
    this.#endCode();
  }

  #endParagraph(): void {
    if (this.#paragraph.length === 0) return;
    this.#blocks.push({ kind: 'paragraph', children: this.#inline(this.#paragraph.join('\n')) });
    this.#paragraph = [];
  }

  #endList(): void {
    if (!this.#list) return;
    const items = this.#items.map((text) => this.#inline(text));
    this.#blocks.push({ kind: 'list', ...this.#list, items });
    this.#list = null;
    this.#items = [];
  }

  #endCode(): void {
    if (this.#code) this.#blocks.push({ kind: 'code', text: this.#code.lines.join('\n') });
    this.#code = null;
  }

  #inline(text: string): Inline[] {
    return readInline(text, this.#known, 0);
  }
}

const nestingMax = 4;

function readInline(text: string, known: readonly string[], depth: number): Inline[] {
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
    const mark = citation === undefined ? markStart(text, at, depth) : '';
    if (citation !== undefined) {
      push({ kind: 'citation', citation }, at + citation.length + 2);
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

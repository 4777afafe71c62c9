// The Markdown of an answer as plain values: paragraphs, headings, lists in lists, tables, quotes, code. What
// stands inside a line is in inline.ts, the library that reads it in parser.ts, how it grows in growing.ts.
import { GrowingMarkdown } from './growing';
import type { Inline } from './inline';

export type Align = 'start' | 'center' | 'end';
export type Row = Inline[][];

export interface Item {
  task: 'none' | 'open' | 'done';
  blocks: Block[];
}

/** What is long comes in parts, so that those which are finished stay the same values while it grows. */
export interface List {
  kind: 'list';
  start: number | null; // null: not numbered
  parts: Item[][];
}

export interface Table {
  kind: 'table';
  aligns: Align[];
  head: Row;
  parts: Row[][];
}

export interface Code {
  kind: 'code';
  language: string; // as the answer names it; may be empty
  parts: string[]; // of whole lines, without the last line end
}

export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'rule' }
  | Code
  | List
  | Table;

/** Reads a whole text. `known` are the citations that may become links. */
export function readMarkdown(text: string, known: readonly string[]): Block[] {
  const markdown = new GrowingMarkdown(known);
  markdown.append(text);
  return markdown.blocks('ended');
}

/** The citations in the order in which the reader meets them, each once: the first is number 1. */
export function citedIn(blocks: readonly Block[]): string[] {
  return [...new Set(blocks.flatMap(citedInBlock))];
}

/** Blocks that are finished stay the same values, so they need not be looked through again. */
const known = new WeakMap<Block, string[]>();

function citedInBlock(block: Block): string[] {
  const cited = known.get(block) ?? linesOf([block]).flatMap(citedInLine);
  known.set(block, cited);
  return cited;
}

function citedInLine(nodes: readonly Inline[]): string[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'citation') return [node.citation];
    return 'children' in node ? citedInLine(node.children) : [];
  });
}

/** What is read in one go, in order: a paragraph, a heading, a row of a table. Code is left out. */
export function linesOf(blocks: readonly Block[]): Inline[][] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'code':
      case 'rule':
        return [];
      case 'quote':
        return linesOf(block.blocks);
      case 'list':
        return block.parts.flat().flatMap((item) => linesOf(item.blocks));
      case 'table':
        return [block.head, ...block.parts.flat()].map((row) => row.flat());
      default:
        return [block.children];
    }
  });
}

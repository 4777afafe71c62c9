// The little Markdown that answers use, as plain values: paragraphs, headings, lists in lists, tables, code;
// what stands inside a line is in inline.ts.
//
// Never HTML: components turn these values into elements, so markup in an answer stays visible text. What is
// not recognised stays text too. The work grows linearly with the text, and nesting is bounded.
import { readInline, type Inline } from './inline';
import { readAligns, readCells, type Align } from './table';

export interface List {
  kind: 'list';
  ordered: boolean;
  start: number;
  items: Block[][];
}

export interface Table {
  kind: 'table';
  aligns: Align[]; // one for each column of the head; a row may have fewer cells, or more
  head: Inline[][];
  rows: Inline[][][];
}

export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; children: Inline[] }
  | { kind: 'code'; text: string }
  | List
  | Table;

/** Lists in lists beyond this stay text. */
const nestingMax = 5;

const fence = /^ {0,3}(```+|~~~+)/;
const heading = /^ {0,3}#{1,6}\s+(?=\S)/;
const itemStart = /^ *(?:[-*+]|(\d{1,9})[.)])\s+/;

/** Cuts the text into blocks, line by line. `known` are the citations that may become links. */
export function readMarkdown(text: string, known: readonly string[]): Block[] {
  return readBlocks(text.split(/\r?\n/), known, 0);
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
  linesOf(blocks).forEach(visit);
  return [...found];
}

/** What is read in one go, in order: a paragraph, a heading, a row of a table. Code is left out. */
export function linesOf(blocks: readonly Block[]): Inline[][] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'code':
        return [];
      case 'list':
        return block.items.flatMap(linesOf);
      case 'table':
        return [block.head, ...block.rows].map((row) => row.flat());
      default:
        return [block.children];
    }
  });
}

function readBlocks(lines: readonly string[], known: readonly string[], depth: number): Block[] {
  const reader = new BlockReader(known, depth);
  for (const line of lines) reader.read(line);
  return reader.finish();
}

/** A list whose items are still lines; what they hold is read when the list ends. */
interface OpenList {
  ordered: boolean;
  start: number;
  indent: number; // of the mark of the latest item
  textIndent: number; // of the words behind it
  items: string[][];
}

class BlockReader {
  readonly #known: readonly string[];
  readonly #depth: number;
  readonly #blocks: Block[] = [];
  #paragraph: string[] = [];
  #list: OpenList | null = null;
  #table: Table | null = null;
  #code: { fence: string; lines: string[] } | null = null;
  #blankBefore = false;
  #mayList: boolean; // not in the first line of an item: a quote there may begin with `33. Warranty`

  constructor(known: readonly string[], depth: number) {
    this.#known = known;
    this.#depth = depth;
    this.#mayList = depth === 0;
  }

  read(raw: string): void {
    if (this.#code) return this.#readCode(raw, this.#code);
    const line = withoutTabs(raw);
    const blank = line.trim() === '';
    const [, mark] = fence.exec(line) ?? [];
    const item = this.#mayList && this.#depth < nestingMax ? itemStart.exec(line) : null;
    this.#mayList = true;

    if (blank) {
      this.#endParagraph();
      this.#endTable();
      this.#list?.items.at(-1)?.push('');
    } else if (this.#list && indentOf(line) >= this.#list.indent + 2) {
      this.#goOn(this.#list, line);
    } else if (mark !== undefined) {
      this.#endAll();
      this.#code = { fence: mark, lines: [] };
    } else if (heading.test(line)) {
      this.#endAll();
      this.#blocks.push({ kind: 'heading', children: this.#inline(titleOf(line)) });
    } else if (item) {
      this.#readItem(line, item);
    } else if (this.#list && !this.#blankBefore) {
      this.#goOn(this.#list, line);
    } else {
      this.#endList();
      this.#readText(line);
    }
    this.#blankBefore = blank;
  }

  finish(): Block[] {
    this.#endAll();
    return this.#blocks;
  }

  #readCode(line: string, code: { fence: string; lines: string[] }): void {
    if (line.trim().startsWith(code.fence)) this.#endCode();
    else code.lines.push(line);
  }

  #readItem(line: string, [begin, number]: RegExpExecArray): void {
    this.#endParagraph();
    this.#endTable();
    const ordered = number !== undefined;
    if (this.#list?.ordered !== ordered) this.#endList();
    this.#list ??= { ordered, start: Number(number ?? 1), indent: 0, textIndent: 0, items: [] };
    this.#list.indent = indentOf(line);
    this.#list.textIndent = begin.length;
    this.#list.items.push([line.slice(begin.length)]);
  }

  /**
   * The line belongs to the latest item: without the space that says so. Lists are often set in by two, less
   * than the words of the item above them; the lines below such a list are then measured from there.
   */
  #goOn(list: OpenList, line: string): void {
    const indent = indentOf(line);
    if (indent >= list.indent + 2) list.textIndent = Math.min(list.textIndent, indent);
    list.items.at(-1)?.push(line.slice(Math.min(indent, list.textIndent)));
  }

  #readText(line: string): void {
    const aligns = readAligns(this.#paragraph.at(-1) ?? '', line);
    if (this.#table && line.includes('|')) {
      this.#table.rows.push(this.#cells(line));
    } else if (aligns) {
      const head = this.#cells(this.#paragraph.pop() ?? '');
      this.#endParagraph();
      this.#table = { kind: 'table', aligns, head, rows: [] };
    } else {
      this.#endTable();
      this.#paragraph.push(line.trim());
    }
  }

  #endAll(): void {
    this.#endParagraph();
    this.#endList();
    this.#endTable();
    this.#endCode();
  }

  #endParagraph(): void {
    if (this.#paragraph.length === 0) return;
    this.#blocks.push({ kind: 'paragraph', children: this.#inline(this.#paragraph.join('\n')) });
    this.#paragraph = [];
  }

  #endList(): void {
    if (!this.#list) return;
    const { ordered, start, items } = this.#list;
    const read = items.map((lines) => readBlocks(lines, this.#known, this.#depth + 1));
    this.#blocks.push({ kind: 'list', ordered, start, items: read });
    this.#list = null;
  }

  #endTable(): void {
    if (this.#table) this.#blocks.push(this.#table);
    this.#table = null;
  }

  #endCode(): void {
    if (this.#code) this.#blocks.push({ kind: 'code', text: this.#code.lines.join('\n') });
    this.#code = null;
  }

  #cells(line: string): Inline[][] {
    return readCells(line).map((cell) => this.#inline(cell));
  }

  #inline(text: string): Inline[] {
    return readInline(text, this.#known);
  }
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function withoutTabs(line: string): string {
  const indent = indentOf(line);
  return line.slice(0, indent).replaceAll('\t', '    ') + line.slice(indent);
}

/** The words of a heading, without the marks before and after them. */
function titleOf(line: string): string {
  const title = line.replace(heading, '').trimEnd();
  let end = title.length;
  while (title[end - 1] === '#') end--;
  return title.slice(0, end).trimEnd();
}

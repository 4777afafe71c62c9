// The flat tokens of the Markdown library as blocks that hold blocks.
import type Token from 'markdown-it/lib/token.mjs';
import { inlinesOf, type Inline } from './inline';
import type { Align, Block, Item, Row } from './markdown';

/** A block that stands in no other, with the line that it begins in; of a list also those of its items. */
export interface Top {
  block: Block;
  line: number;
  itemLines: number[];
}

export function topsOf(tokens: readonly Token[]): Top[] {
  return childrenOf(tokens, 0, tokens.length).flatMap(({ begin, end }) => {
    const block = blockOf(tokens, begin, end);
    if (!block) return [];
    const items = block.kind === 'list' ? childrenOf(tokens, begin + 1, end - 1) : [];
    return { block, line: lineOf(tokens[begin]), itemLines: items.map((item) => lineOf(tokens[item.begin])) };
  });
}

interface Span {
  begin: number;
  end: number; // behind its last token
}

/** The tokens between the two places, cut into those that belong together. */
function childrenOf(tokens: readonly Token[], begin: number, end: number): Span[] {
  const spans: Span[] = [];
  let depth = 0;
  let first = begin;
  for (let at = begin; at < end; at++) {
    depth += tokens[at]?.nesting ?? 0;
    if (depth > 0) continue;
    spans.push({ begin: first, end: at + 1 });
    first = at + 1;
  }
  return spans;
}

function blockOf(tokens: readonly Token[], begin: number, end: number): Block | null {
  const token = tokens[begin];
  switch (token?.type) {
    case 'paragraph_open':
      return { kind: 'paragraph', children: wordsIn(tokens, begin) };
    case 'heading_open':
      return { kind: 'heading', level: Number(token.tag.slice(1)), children: wordsIn(tokens, begin) };
    case 'fence':
      return {
        kind: 'code',
        language: token.info.trim().split(/\s/)[0] ?? '',
        parts: token.content === '' ? [] : [token.content.replace(/\n$/, '')],
      };
    case 'hr':
      return { kind: 'rule' };
    case 'blockquote_open':
      return { kind: 'quote', blocks: blocksIn(tokens, begin, end) };
    case 'bullet_list_open':
    case 'ordered_list_open': {
      const start = token.type === 'ordered_list_open' ? Number(token.attrGet('start') ?? 1) : null;
      const items = childrenOf(tokens, begin + 1, end - 1);
      return {
        kind: 'list',
        start,
        parts: [items.map((item) => itemOf(blocksIn(tokens, item.begin, item.end)))],
      };
    }
    case 'table_open':
      return tableOf(tokens, begin, end);
    default:
      return null;
  }
}

function blocksIn(tokens: readonly Token[], begin: number, end: number): Block[] {
  return childrenOf(tokens, begin + 1, end - 1).flatMap(
    (span) => blockOf(tokens, span.begin, span.end) ?? [],
  );
}

/** Of a paragraph, a heading or a cell: what opens it is followed by its words. */
function wordsIn(tokens: readonly Token[], begin: number): Inline[] {
  return inlinesOf(tokens[begin + 1]?.children ?? []);
}

const taskMark = /^\[([ xX])\][ \n]/;

function itemOf(blocks: Block[]): Item {
  const [first, ...rest] = blocks;
  const words = first?.kind === 'paragraph' ? first.children[0] : undefined;
  const [whole, mark] = (words?.kind === 'text' && taskMark.exec(words.text)) || [];
  if (first?.kind !== 'paragraph' || words?.kind !== 'text' || whole === undefined)
    return { task: 'none', blocks };
  const children: Inline[] = [
    { kind: 'text', text: words.text.slice(whole.length) },
    ...first.children.slice(1),
  ];
  return { task: mark === ' ' ? 'open' : 'done', blocks: [{ kind: 'paragraph', children }, ...rest] };
}

function tableOf(tokens: readonly Token[], begin: number, end: number): Block {
  const cells = (opening: string): number[] =>
    tokens.slice(begin, end).flatMap((token, index) => (token.type === opening ? begin + index : []));
  const rows: Row[] = [];
  for (let at = begin; at < end; at++) {
    const type = tokens[at]?.type;
    if (type === 'tr_open') rows.push([]);
    else if (type === 'th_open' || type === 'td_open') rows.at(-1)?.push(wordsIn(tokens, at));
  }
  const aligns = cells('th_open').map((at) => alignOf(tokens[at]));
  const [head = [], ...body] = rows;
  return { kind: 'table', aligns, head, parts: body.length > 0 ? [body] : [] };
}

/** The library says it as a style, which our policy does not allow. */
function alignOf(cell: Token | undefined): Align {
  const style = cell?.attrGet('style') ?? '';
  if (style.includes('center')) return 'center';
  return style.includes('right') ? 'end' : 'start';
}

function lineOf(token: Token | undefined): number {
  return token?.map?.[0] ?? 0;
}

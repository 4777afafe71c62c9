// Which words of an answer its sources do not bear out, as the server found by comparing them.
//
// The server tells sentences as they were written, without their citations; here they are found again among
// the words that are shown. A sentence that is not found is not marked.
import type { Inline } from './inline';
import type { Block } from './markdown';

/** The same blocks with the words of these sentences set apart. Citations stay the same values. */
export function withUnsupported(blocks: Block[], sentences: readonly string[]): Block[] {
  const keys = sentences.map(keyOf).filter((key) => key !== '');
  return keys.length === 0 ? blocks : blocks.map((block) => inBlock(block, keys));
}

function inBlock(block: Block, keys: readonly string[]): Block {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return { ...block, children: inLine(block.children, keys) };
    case 'quote':
      return { ...block, blocks: block.blocks.map((each) => inBlock(each, keys)) };
    case 'list': {
      const parts = block.parts.map((part) =>
        part.map((item) => ({ ...item, blocks: item.blocks.map((each) => inBlock(each, keys)) })),
      );
      return { ...block, parts };
    }
    default:
      return block; // tables and code are not judged
  }
}

interface Range {
  begin: number;
  end: number;
}

function inLine(nodes: Inline[], keys: readonly string[]): Inline[] {
  const ranges = rangesIn(wordsOf(nodes), keys);
  return ranges.length === 0 ? nodes : marked(nodes, ranges, { at: 0 });
}

/** Where the sentences stand in the words of a line. */
function rangesIn(words: string, keys: readonly string[]): Range[] {
  const places = [...words.matchAll(counted)].map(({ index, 0: letter }) => ({
    begin: index,
    end: index + letter.length, // a letter may be two units long
  }));
  const key = keyOf(words);
  const found = keys.flatMap((each): Range[] => {
    const at = key.indexOf(each);
    const [first, last] = [places[at], places[at + each.length - 1]];
    return at === -1 || !first || !last ? [] : [{ begin: first.begin, end: last.end }];
  });
  return found.sort((one, other) => one.begin - other.begin);
}

/** Letters and digits: what marks and spaces do not change. */
const counted = /[\p{L}\p{N}]/gu;

function keyOf(text: string): string {
  return (text.match(counted) ?? []).map((letter) => letter.charAt(0)).join('');
}

function wordsOf(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => ('children' in node ? wordsOf(node.children) : 'text' in node ? node.text : ''))
    .join('');
}

function marked(nodes: readonly Inline[], ranges: readonly Range[], place: { at: number }): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    if ('children' in node) return [{ ...node, children: marked(node.children, ranges, place) }];
    const begin = place.at;
    if ('text' in node) place.at += node.text.length;
    return node.kind === 'text' ? cut(node.text, begin, ranges) : [node];
  });
}

function cut(text: string, begin: number, ranges: readonly Range[]): Inline[] {
  const pieces: Inline[] = [];
  let at = 0;
  for (const range of ranges) {
    const from = Math.max(range.begin - begin, at);
    const to = Math.min(range.end - begin, text.length);
    if (text.slice(from, to).trim() === '') continue;
    if (from > at) pieces.push({ kind: 'text', text: text.slice(at, from) });
    pieces.push({ kind: 'unsupported', text: text.slice(from, to), isEnd: range.end - begin === to });
    at = to;
  }
  if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at) });
  return pieces;
}

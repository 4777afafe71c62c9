// The words of an answer as plain values, made of the tokens of the Markdown library (parser.ts).
//
// Never HTML: components turn these values into elements, so markup in an answer stays visible text.
import type Token from 'markdown-it/lib/token.mjs';

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'math'; text: string; display: 'inline' | 'block' } // in TeX
  | { kind: 'strong'; children: Inline[] }
  | { kind: 'emphasis'; children: Inline[] }
  | { kind: 'strike'; children: Inline[] }
  | { kind: 'link'; children: Inline[]; address: string } // a picture, too: nothing is fetched by itself
  | { kind: 'citation'; citation: string }
  | { kind: 'unknown'; text: string } // a marker of a place that was not among the sources
  | { kind: 'unsupported'; text: string; isEnd: boolean }; // what the sources do not bear out

const spans: Record<string, 'strong' | 'emphasis' | 'strike'> = {
  strong_open: 'strong',
  em_open: 'emphasis',
  s_open: 'strike',
};

export function inlinesOf(tokens: readonly Token[]): Inline[] {
  const top: Inline[] = [];
  const open: Inline[][] = [top]; // the lists that are being filled, the innermost last
  for (const token of tokens) {
    const into = open.at(-1) ?? top;
    if (token.nesting === -1) {
      if (open.length > 1) open.pop();
      continue;
    }
    const node = inlineOf(token);
    const last = into.at(-1);
    if (node.kind === 'text' && last?.kind === 'text') last.text += node.text;
    else if (node.kind !== 'text' || node.text !== '') into.push(node);
    if (token.nesting === 1) open.push('children' in node ? node.children : []);
  }
  return top;
}

function inlineOf(token: Token): Inline {
  const span = spans[token.type];
  if (span) return { kind: span, children: [] };
  switch (token.type) {
    case 'code_inline':
      return { kind: 'code', text: token.content };
    case 'softbreak':
    case 'hardbreak':
      return { kind: 'text', text: '\n' };
    case 'link_open':
      return { kind: 'link', children: [], address: token.attrGet('href') ?? '' };
    case 'image': {
      const address = token.attrGet('src') ?? '';
      return { kind: 'link', children: [{ kind: 'text', text: token.content || address }], address };
    }
    case 'citation':
      return { kind: 'citation', citation: token.content };
    case 'unknown':
      return { kind: 'unknown', text: token.content };
    case 'math':
      return { kind: 'math', text: token.content, display: token.block ? 'block' : 'inline' };
    default:
      return { kind: 'text', text: token.content };
  }
}

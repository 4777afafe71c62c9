import { describe, expect, it } from 'vitest';
import { GrowingMarkdown } from './growing';
import { linesOf, readMarkdown, type Block } from './markdown';
import type { Inline } from './inline';

const known = ['a.pdf#page=1', 'b.md'];

/** Everything that an answer may hold, with a word before and behind it. */
const sample = `# Title one

Some **bold words**, *slanted*, ***both***, ~~gone~~, \`code *x*\` and snake_case_name [a.pdf#page=1].
The next line of it; see [the rules](https://x.example/a_b) or [b.md][a.pdf#page=1], [1] and 2 * 3.

- one **bold**
- two
  - within [b.md]
  - more

    and on
- [x] done
- [ ] not done

1. first
   \`\`\`js
   const x = "a | b";
   \`\`\`
2. second

> A quote
> of two lines

| Plan | Days |
|:-----|-----:|
| Full **time** | 25 [b.md] |
| Part | \`12\` |

Formula $x^2 + y$ and \\(a_b\\), price $5 or 6$.

$$
E = mc^2
$$

\`\`\`python
def f(x):
    return x ** 2  # **not bold**
\`\`\`

---

The end of it.`;

/** The words as a reader sees them. */
function wordsOf(blocks: readonly Block[]): string {
  const words = (nodes: readonly Inline[]): string =>
    nodes
      .map((node) => {
        if (node.kind === 'citation') return `[${node.citation}]`;
        return 'children' in node
          ? words(node.children)
          : `${node.kind === 'text' ? '' : node.kind}${node.text}`;
      })
      .join('');
  const of = (block: Block): string => {
    if (block.kind === 'code') return block.parts.join('\n');
    if (block.kind === 'list')
      return block.parts
        .flat()
        .map(({ task, blocks: within }) => (task === 'none' ? '' : task) + wordsOf(within))
        .join(' ');
    return block.kind === 'quote' ? wordsOf(block.blocks) : linesOf([block]).map(words).join(' ');
  };
  return blocks.map(of).join(' ').replace(/\s+/g, ' ').trim();
}

/** The same blocks, however their parts are cut. */
function whole(blocks: Block[]): Block[] {
  return blocks.map((block): Block => {
    if (block.kind === 'code') return { ...block, parts: [block.parts.join('\n')] };
    if (block.kind === 'table') return { ...block, parts: [block.parts.flat()] };
    if (block.kind !== 'list') return block;
    const items = block.parts.flat().map((item) => ({ ...item, blocks: whole(item.blocks) }));
    return { ...block, parts: [items] };
  });
}

function grow(text: string, pieceChars: number, limits?: ConstructorParameters<typeof GrowingMarkdown>[1]) {
  const markdown = new GrowingMarkdown(known, limits);
  for (let at = 0; at < text.length; at += pieceChars) markdown.append(text.slice(at, at + pieceChars));
  return markdown;
}

describe('GrowingMarkdown', () => {
  it.each([1, 2, 3, 7, 50])('reads the same in pieces of %i as in one', (pieceChars) => {
    expect(whole(grow(sample, pieceChars).blocks('ended'))).toEqual(whole(readMarkdown(sample, known)));
  });

  it.each([1, 5, 20])('reads the same when what is open is held in parts, in pieces of %i', (pieceChars) => {
    const limits = { openChars: 8, wordsChars: 4_000, stepChars: 16 };
    expect(whole(grow(sample, pieceChars, limits).blocks('ended'))).toEqual(
      whole(readMarkdown(sample, known)),
    );
  });

  it('never takes back a word that it has shown', () => {
    const end = wordsOf(readMarkdown(sample, known));
    const markdown = new GrowingMarkdown(known);
    const takenBack: string[] = [];
    for (let chars = 1; chars <= sample.length; chars++) {
      markdown.append(sample.charAt(chars - 1));
      const shown = wordsOf(markdown.blocks('growing'));
      if (!end.startsWith(shown)) takenBack.push(`${chars}: …${shown.slice(-60)}`);
    }
    expect(takenBack).toEqual([]);
  });

  it('keeps what is finished, so that it is not read or drawn again', () => {
    const markdown = grow(`${sample}\n\n`, 40);
    const before = markdown.blocks('growing');
    markdown.append('One more paragraph.\n\nAnd another');
    const after = markdown.blocks('growing');
    before.slice(0, -1).forEach((block, index) => expect(after[index]).toBe(block));
  });

  it.each([
    ['rows of a table', '| a | b |\n|---|---|\n', '| 1 | 2 |\n'],
    ['items of a list', '', '- one **bold** word\n'],
    ['lines of code', '```\n', 'x = 1\n'],
  ])('keeps the %s that are finished', (_, start, line) => {
    const markdown = grow(start + line.repeat(4_000), 500);
    const part = () => {
      const [block] = markdown.blocks('growing');
      return block && 'parts' in block ? block.parts : [];
    };
    const before = part();
    markdown.append(line);
    expect(before.length).toBeGreaterThan(3);
    expect(part()[1]).toBe(before[1]);
    expect(whole(markdown.blocks('ended'))).toHaveLength(1);
  });

  it('reads line ends of other systems, also cut in two', () => {
    for (const pieceChars of [1, 2, 3, 100]) {
      expect(grow('a\r\n\r\n- b\r\n- c\rd', pieceChars).blocks('ended')).toEqual(
        readMarkdown('a\n\n- b\n- c\nd', known),
      );
    }
  });

  it.each([
    ['lines', '> one line of it\n'.repeat(1_000)],
    ['one line', `> ${'word '.repeat(3_000)}`],
  ])('keeps a long quote of %s a quote', (_, text) => {
    const blocks = grow(text, 500).blocks('ended');
    expect(blocks.length).toBeGreaterThan(1);
    expect(new Set(blocks.map(({ kind }) => kind))).toEqual(new Set(['quote']));
    expect(wordsOf(blocks)).toBe(text.replaceAll('> ', '').replace(/\s+/g, ' ').trim());
  });

  it('loses no character of a line without an end', () => {
    const line = '😀'.repeat(20_000);
    const words = readMarkdown(line, known).map((block) => wordsOf([block]));
    expect(words.length).toBeGreaterThan(1);
    expect(words.join('')).toBe(line);
  });
});

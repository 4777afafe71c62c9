import { describe, expect, it } from 'vitest';
import type { Inline } from './inline';
import { citedIn, readMarkdown, type Block, type Item } from './markdown';

const known = ['a.pdf#page=1', 'b.md'];
const text = (value: string): Inline => ({ kind: 'text', text: value });
const paragraph = (value: string): Block => ({ kind: 'paragraph', children: [text(value)] });
const item = (blocks: Block[]): Item => ({ task: 'none', blocks });
const list = (...items: Block[][]): Block => ({ kind: 'list', start: null, parts: [items.map(item)] });
const numbered = (start: number, ...items: Block[][]): Block => ({
  kind: 'list',
  start,
  parts: [items.map(item)],
});
const code = (value: string, language = ''): Block => ({ kind: 'code', language, parts: [value] });

function inlineOf(source: string) {
  const [block] = readMarkdown(source, known);
  return block && 'children' in block ? block.children : [];
}

describe('readMarkdown', () => {
  it('reads paragraphs, lists, headings and code', () => {
    const source = '# Title\nOne\ntwo\n\n- a\n- b\n  more\n\n3. c\n4. d\n\n```js\n*x*\n\n[b.md]\n```\nEnd';
    const expected: Block[] = [
      { kind: 'heading', level: 1, children: [text('Title')] },
      paragraph('One\ntwo'),
      list([paragraph('a')], [paragraph('b\nmore')]),
      numbered(3, [paragraph('c')], [paragraph('d')]),
      code('*x*\n\n[b.md]', 'js'),
      paragraph('End'),
    ];
    expect(readMarkdown(source, known)).toEqual(expected);
  });

  it('keeps items apart by blank lines in one list, and a paragraph after it out of it', () => {
    expect(readMarkdown('- a\n\n- b\n\nEnd', known).map((block) => block.kind)).toEqual([
      'list',
      'paragraph',
    ]);
  });

  it.each(['  ', '   ', '    ', '\t'])('reads lists in lists, set in by %j', (indent) => {
    const source = ['1. a', `${indent}- b`, `${indent}${indent}- c`, `${indent}- d`, '2. e'];
    const within = list([paragraph('b'), list([paragraph('c')])], [paragraph('d')]);
    expect(readMarkdown(source.join('\n'), known)).toEqual([
      numbered(1, [paragraph('a'), within], [paragraph('e')]),
    ]);
  });

  it('makes no list of a number at the start of an item, only of one in a line below', () => {
    expect(readMarkdown('- 33. Warranty\n- a\n  - b', known)).toEqual([
      list([paragraph('33. Warranty')], [paragraph('a'), list([paragraph('b')])]),
    ]);
  });

  it('keeps paragraphs and code with the item they are set in under', () => {
    const source = '1. a\n\n   more\n   ```\n     x\n   ```\n\n2. b\n   goes\non\n\nEnd';
    expect(readMarkdown(source, known)).toEqual([
      numbered(1, [paragraph('a'), paragraph('more'), code('  x')], [paragraph('b\ngoes\non')]),
      paragraph('End'),
    ]);
  });

  it('reads tables, with and without bars at the ends', () => {
    const table: Block = {
      kind: 'table',
      aligns: ['start', 'end', 'center'],
      head: [[text('Plan')], [text('Days')], []],
      parts: [
        [
          [[text('A|B')], [text('25')], [{ kind: 'citation', citation: 'b.md' }]],
          [[], [{ kind: 'strong', children: [text('3')] }], []],
        ],
      ],
    };
    const withBars = 'So:\n| Plan | Days | |\n|:---|---:|:-:|\n| A\\|B | 25 | [b.md] |\n| | **3** |\n\nEnd';
    expect(readMarkdown(withBars, known)).toEqual([paragraph('So:'), table, paragraph('End')]);
    expect(readMarkdown('a | b\n-- | --\nc | d\n\ne | f', known)).toMatchObject([
      { kind: 'table', parts: [[[[text('c')], [text('d')]]]] },
      paragraph('e | f'),
    ]);
    expect(readMarkdown('- a\n\n  | b |\n  |---|\n  | c |', known)).toMatchObject([
      { kind: 'list', parts: [[{ blocks: [paragraph('a'), { kind: 'table' }] }]] },
    ]);
  });

  it.each(['| a |\n|---|---|', '| a | b |\n| 1 | 2 |', 'a\n--|--'])('makes no table of %j', (source) => {
    expect(readMarkdown(source, known)).toEqual([paragraph(source)]);
  });

  it('reads bold, emphasis, code and citations inside each other', () => {
    expect(inlineOf('x **b *e* [b.md]** `**c**` *y*')).toEqual([
      text('x '),
      {
        kind: 'strong',
        children: [
          text('b '),
          { kind: 'emphasis', children: [text('e')] },
          text(' '),
          { kind: 'citation', citation: 'b.md' },
        ],
      },
      text(' '),
      { kind: 'code', text: '**c**' },
      text(' '),
      { kind: 'emphasis', children: [text('y')] },
    ]);
  });

  it('keeps the address of a link behind its words', () => {
    expect(inlineOf('See [the *rules*](https://x.example/a_(b)?c#d "Rules"), [b.md].')).toEqual([
      text('See '),
      {
        kind: 'link',
        children: [text('the '), { kind: 'emphasis', children: [text('rules')] }],
        address: 'https://x.example/a_(b)?c#d',
      },
      text(', '),
      { kind: 'citation', citation: 'b.md' },
      text('.'),
    ]);
    expect(inlineOf('![A map](https://x.example/map.png)')).toEqual([
      { kind: 'link', children: [text('A map')], address: 'https://x.example/map.png' },
    ]);
  });

  it.each([
    '<b>x</b>',
    '2 * 3 * 4',
    '**open',
    '`open',
    'snake_case_name',
    '[link](javascript:alert(1))',
    '[link](ftp://x.example)',
    'rows[1](x)',
    '* ',
  ])('leaves %j as text', (source) => {
    const joined = JSON.stringify(readMarkdown(source, known));
    expect(joined).not.toMatch(/"kind":"(?!paragraph|list|text)/);
  });

  it('stays fast on marks that never close', () => {
    const before = process.cpuUsage().user; // others may use the machine as well
    readMarkdown('**a `'.repeat(20_000), known);
    readMarkdown('*a '.repeat(20_000), known);
    readMarkdown('['.repeat(100_000), known);
    readMarkdown('[a](https://x'.repeat(20_000), known);
    readMarkdown('[a](https://x "'.repeat(20_000), known);
    readMarkdown('- '.repeat(100_000), known);
    readMarkdown(`# a${' '.repeat(100_000)}b${'#'.repeat(100_000)}c`, known);
    readMarkdown('|'.repeat(100_000) + '\n' + '|-'.repeat(100_000) + '\n|'.repeat(100_000), known);
    readMarkdown(Array.from({ length: 2_000 }, (_, depth) => ' '.repeat(depth) + '- a').join('\n'), known);
    expect((process.cpuUsage().user - before) / 1_000_000).toBeLessThan(5);
  }, 60_000);
});

describe('citedIn', () => {
  it('numbers by first appearance, also in lists and bold, and not in code', () => {
    const blocks = readMarkdown('- **[b.md]**\n\n`[a.pdf#page=1]` [b.md]\n\n[zz.md]', known);
    expect(citedIn(blocks)).toEqual(['b.md']);
    const nested = '- a\n  - [b.md]\n\n| [a.pdf#page=1] | x |\n|---|---|\n| [b.md] | y |';
    expect(citedIn(readMarkdown(nested, known))).toEqual(['b.md', 'a.pdf#page=1']);
    expect(citedIn(readMarkdown('[b.md] [a.pdf#page=1] [b.md]', known))).toEqual(['b.md', 'a.pdf#page=1']);
  });
});

import { describe, expect, it } from 'vitest';
import type { Inline } from './inline';
import { citedIn, readMarkdown, type Block } from './markdown';

const known = ['a.pdf#page=1', 'b.md'];
const text = (value: string): Inline => ({ kind: 'text', text: value });
const paragraph = (value: string): Block => ({ kind: 'paragraph', children: [text(value)] });
const list = (...items: Block[][]): Block => ({ kind: 'list', ordered: false, start: 1, items });

function inlineOf(source: string) {
  const [block] = readMarkdown(source, known);
  return block && 'children' in block ? block.children : [];
}

describe('readMarkdown', () => {
  it('reads paragraphs, lists, headings and code', () => {
    const source = '# Title\nOne\ntwo\n\n- a\n- b\n  more\n\n3. c\n4. d\n\n```js\n*x*\n\n[b.md]\n```\nEnd';
    const expected: Block[] = [
      { kind: 'heading', children: [{ kind: 'text', text: 'Title' }] },
      paragraph('One\ntwo'),
      {
        kind: 'list',
        ordered: false,
        start: 1,
        items: [[paragraph('a')], [paragraph('b\nmore')]],
      },
      {
        kind: 'list',
        ordered: true,
        start: 3,
        items: [[paragraph('c')], [paragraph('d')]],
      },
      { kind: 'code', text: '*x*\n\n[b.md]' },
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
    const numbered = ['1. a', `${indent}- b`, `${indent}${indent}- c`, `${indent}- d`, '2. e'];
    expect(readMarkdown(numbered.join('\n'), known)).toEqual([
      {
        kind: 'list',
        ordered: true,
        start: 1,
        items: [
          [paragraph('a'), list([paragraph('b'), list([paragraph('c')])], [paragraph('d')])],
          [paragraph('e')],
        ],
      },
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
      {
        kind: 'list',
        ordered: true,
        start: 1,
        items: [
          [paragraph('a'), paragraph('more'), { kind: 'code', text: '  x' }],
          [paragraph('b\ngoes\non')],
        ],
      },
      paragraph('End'),
    ]);
  });

  it('reads tables, with and without bars at the ends', () => {
    const table: Block = {
      kind: 'table',
      aligns: ['start', 'end', 'center'],
      head: [[text('Plan')], [text('Days')], []],
      rows: [
        [[text('A|B')], [text('25')], [{ kind: 'citation', citation: 'b.md' }]],
        [[], [{ kind: 'strong', children: [text('3')] }]],
      ],
    };
    const withBars = 'So:\n| Plan | Days | |\n|:---|---:|:-:|\n| A\\|B | 25 | [b.md] |\n| | **3** |\nEnd';
    expect(readMarkdown(withBars, known)).toEqual([paragraph('So:'), table, paragraph('End')]);
    expect(readMarkdown('a | b\n-- | --\nc | d\n\ne | f', known)).toMatchObject([
      { kind: 'table', rows: [[[text('c')], [text('d')]]] },
      paragraph('e | f'),
    ]);
    expect(readMarkdown('- a\n\n  | b |\n  |---|\n  | c |', known)).toMatchObject([
      { kind: 'list', items: [[paragraph('a'), { kind: 'table' }]] },
    ]);
  });

  it.each(['a | b\n---', '| a |\n|---|---|', '| a | b |\n| 1 | 2 |', 'a\n--|--'])(
    'makes no table of %j',
    (source) => {
      expect(readMarkdown(source, known)).toEqual([paragraph(source)]);
    },
  );

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
    '[link](https://x.example',
    'rows[1](x)',
    '***',
    '* ',
  ])('leaves %j as text', (source) => {
    const joined = JSON.stringify(readMarkdown(source, known));
    expect(joined).not.toMatch(/"kind":"(?!paragraph|list|text)/);
  });

  it('stays fast on marks that never close', () => {
    const started = performance.now();
    readMarkdown('**a `'.repeat(20_000), known);
    readMarkdown('*a '.repeat(20_000), known);
    readMarkdown('['.repeat(100_000), known);
    readMarkdown('[a](https://x'.repeat(20_000), known);
    readMarkdown('[a](https://x "'.repeat(20_000), known);
    readMarkdown('- '.repeat(100_000), known);
    readMarkdown(`# a${' '.repeat(100_000)}b${'#'.repeat(100_000)}c`, known);
    readMarkdown('|'.repeat(100_000) + '\n' + '|-'.repeat(100_000) + '\n|'.repeat(100_000), known);
    readMarkdown(Array.from({ length: 2_000 }, (_, depth) => ' '.repeat(depth) + '- a').join('\n'), known);
    expect(performance.now() - started).toBeLessThan(5_000);
  }, 30_000);
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

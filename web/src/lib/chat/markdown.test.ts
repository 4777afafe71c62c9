import { describe, expect, it } from 'vitest';
import { citedIn, readMarkdown, type Block } from './markdown';

const known = ['a.pdf#page=1', 'b.md'];
const text = (value: string) => ({ kind: 'text', text: value });

function inlineOf(source: string) {
  const [block] = readMarkdown(source, known);
  return block && 'children' in block ? block.children : [];
}

describe('readMarkdown', () => {
  it('reads paragraphs, lists, headings and code', () => {
    const source = '# Title\nOne\ntwo\n\n- a\n- b\n  more\n\n3. c\n4. d\n\n```js\n*x*\n\n[b.md]\n```\nEnd';
    const expected: Block[] = [
      { kind: 'heading', children: [{ kind: 'text', text: 'Title' }] },
      { kind: 'paragraph', children: [{ kind: 'text', text: 'One\ntwo' }] },
      {
        kind: 'list',
        ordered: false,
        start: 1,
        items: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b\nmore' }]],
      },
      {
        kind: 'list',
        ordered: true,
        start: 3,
        items: [[{ kind: 'text', text: 'c' }], [{ kind: 'text', text: 'd' }]],
      },
      { kind: 'code', text: '*x*\n\n[b.md]' },
      { kind: 'paragraph', children: [{ kind: 'text', text: 'End' }] },
    ];
    expect(readMarkdown(source, known)).toEqual(expected);
  });

  it('keeps items apart by blank lines in one list, and a paragraph after it out of it', () => {
    expect(readMarkdown('- a\n\n- b\n\nEnd', known).map((block) => block.kind)).toEqual([
      'list',
      'paragraph',
    ]);
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

  it.each([
    '<b>x</b>',
    '2 * 3 * 4',
    '**open',
    '`open',
    'snake_case_name',
    '[link](https://x.example)',
    '***',
    '* ',
  ])('leaves %j as text', (source) => {
    const joined = JSON.stringify(readMarkdown(source, known));
    expect(joined).not.toMatch(/strong|emphasis|code|citation/);
  });

  it('stays fast on marks that never close', () => {
    const started = performance.now();
    readMarkdown('**a `'.repeat(20_000), known);
    readMarkdown('*a '.repeat(20_000), known);
    readMarkdown('['.repeat(100_000), known);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('citedIn', () => {
  it('numbers by first appearance, also in lists and bold, and not in code', () => {
    const blocks = readMarkdown('- **[b.md]**\n\n`[a.pdf#page=1]` [b.md]\n\n[zz.md]', known);
    expect(citedIn(blocks)).toEqual(['b.md']);
    expect(citedIn(readMarkdown('[b.md] [a.pdf#page=1] [b.md]', known))).toEqual(['b.md', 'a.pdf#page=1']);
  });
});

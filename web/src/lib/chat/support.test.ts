import { describe, expect, it } from 'vitest';
import type { Inline } from './inline';
import { citedIn, linesOf, readMarkdown, type Block } from './markdown';
import { withUnsupported } from './support';

const known = ['a.md'];

/** The words of the blocks; what is not borne out in braces, an end with its mark. */
function show(blocks: Block[]): string {
  const words = (node: Inline): string => {
    if (node.kind === 'unsupported') return `{${node.text}${node.isEnd ? '?' : ''}}`;
    if (node.kind === 'citation') return '[]';
    return 'children' in node ? node.children.map(words).join('') : node.text;
  };
  return linesOf(blocks)
    .map((line) => line.map(words).join(''))
    .join(' / ');
}

const marked = (text: string, ...sentences: string[]) =>
  show(withUnsupported(readMarkdown(text, known), sentences));

describe('withUnsupported', () => {
  it('marks a sentence where it stands, and its end', () => {
    expect(marked('Yes [a.md]. The moon is far. End.', 'The moon is far.')).toBe(
      'Yes []. {The moon is far?}. End.',
    );
  });

  it('finds a sentence that has marks and a citation inside', () => {
    expect(marked('- The **moon** is [a.md] `far`.', '- The **moon** is `far`.')).toBe(
      '{The }{moon}{ is }[] far.',
    );
    expect(marked('> The *moon* shines [a.md].', 'The *moon* shines.')).toBe('{The }{moon}{ shines?} [].');
  });

  it('ends behind a letter, also one of two units', () => {
    expect(marked('The sign is 𠀋. End.', 'The sign is 𠀋.')).toBe('{The sign is 𠀋?}. End.');
  });

  it('marks several, each once, and none that it does not find', () => {
    expect(marked('One is here. Two is here.', 'Two is here.', 'One is here.', 'Three is here.')).toBe(
      '{One is here?}. {Two is here?}.',
    );
  });

  it('leaves code and tables alone, and the citations the same values', () => {
    expect(marked('| a b |\n|---|\n| c d |', 'a b')).not.toContain('{');
    const blocks = readMarkdown('The moon [a.md] is far.', known);
    const after = withUnsupported(blocks, ['The moon is far.']);
    expect(linesOf(after)[0]?.[1]).toBe(linesOf(blocks)[0]?.[1]);
    expect(citedIn(after)).toEqual(['a.md']);
    expect(withUnsupported(blocks, ['', '…'])).toBe(blocks);
  });
});

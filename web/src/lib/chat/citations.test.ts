import { describe, expect, it } from 'vitest';
import { describePlace, documentLink, markerAt, readPlace } from './citations';

describe('a citation', () => {
  it('names a document and perhaps a page', () => {
    expect(readPlace('handbook.pdf#page=3')).toEqual({ name: 'handbook.pdf', page: 3 });
    expect(readPlace('notes.md')).toEqual({ name: 'notes.md', page: null });
    expect(readPlace('a#page=2#page=7')).toEqual({ name: 'a#page=2', page: 7 });
    expect(describePlace('handbook.pdf#page=3')).toBe('handbook.pdf, page 3');
  });

  it('links to the document whatever its name holds', () => {
    expect(documentLink('50% off?/a #1 (2).pdf#page=3')).toBe(
      '/content/50%25%20off%3F/a%20%231%20(2).pdf#page=3',
    );
  });

  it('cannot lead to another server', () => {
    expect(documentLink('//evil.example/x')).toBe('/content///evil.example/x');
    expect(documentLink('javascript:alert(1)')).toBe('/content/javascript%3Aalert(1)');
  });
});

describe('markerAt', () => {
  const known = ['a.pdf#page=1', 'a.pdf#page=11', 'odd [name].md'];

  it('finds a marker that is exactly a known citation', () => {
    expect(markerAt('see [a.pdf#page=11].', 4, known)).toBe('a.pdf#page=11');
    expect(markerAt('[odd [name].md]', 0, known)).toBe('odd [name].md');
  });

  it.each([
    '[1]',
    '[page=1]',
    '[a.pdf]',
    '[A.pdf#page=1]',
    '[a.pdf#page=1 ]',
    '[a.pdf#page=2]',
    '(a.pdf#page=1)',
  ])('makes nothing of %s', (text) => expect(markerAt(text, 0, known)).toBeUndefined());
});

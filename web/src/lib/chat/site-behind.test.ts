import { describe, expect, it } from 'vitest';
import { linesOf, readMarkdown } from './markdown';
import { siteBehind } from './site-behind';

/** Of the only link in a text. */
function siteIn(text: string): string {
  const link = linesOf(readMarkdown(text, []))
    .flat()
    .find((each) => each.kind === 'link');
  if (!link) throw new Error(`no link in ${text}`);
  return siteBehind(link);
}

describe('siteBehind', () => {
  it.each([
    ['another site behind a site', '[https://bank.example](https://evil.example/)'],
    ['words that are in the query', '[https://bank.example](https://evil.example/?https://bank.example)'],
    ['words that are a name before the site', '[https://bank.example](https://bank.example@evil.example/)'],
    ['such a name, written out', '[https://bank.example@evil.example](https://bank.example@evil.example)'],
    ['words that begin the site', '[bank.example](https://bank.example.evil.example/)'],
    ['a part of the site', '[example](https://evil.example/)'],
    ['words in bold', '[**https://evil.example**](https://evil.example)'],
  ])('is named for %s', (_, text) => expect(siteIn(text)).toMatch(/^(bank\.example\.)?evil\.example$/));

  it.each([
    ['an address', '<https://x.example/a?b#c>'],
    ['an address in words', '[https://x.example/](https://x.example/)'],
    ['one without the scheme', '[x.example/a](https://x.example/a)'],
    ['one without the slash at its end', '[x.example](http://x.example/)'],
    ['a mail address', '<who@x.example>'],
  ])('is left out for %s', (_, text) => expect(siteIn(text)).toBe(''));

  it('is the address of a mail', () =>
    expect(siteIn('[Write](mailto:who@x.example?subject=Hi)')).toBe('who@x.example'));
});

// What an answer may hold: everything that Markdown has, and what hostile documents and models would like to
// have in it. The product's own policy is in force.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ask, freezeMs, phase, watchTasks } from './browser';
import { inEveryView } from './every-view';
import { context, contextOf, words } from './fixture-server';
import { fixture, withPage } from './scripted';

const rich = `## What to do

1. **First**, ~~then~~ *this*:
   \`\`\`js
   const days = 25; // a comment
   return \`\${days} days\`;
   \`\`\`
2. Then that.
   - [x] done
   - [ ] not done

> A quote of $E = mc^2$ and <https://elsewhere.example/a>.

| Plan | Days |
|:-----|-----:|
| Full time | 25 [handbook.pdf#page=3] |

$$
\\frac{a}{b} + \\sqrt{x}
$$

See [the rules](https://elsewhere.example/rules) and ![a map](https://elsewhere.example/map.png).`;

let count = 0;
async function show(page: Page, text: string): Promise<void> {
  const question = `Show ${count++}?`;
  fixture.script(question, { steps: [context, words(text)] });
  await ask(page, question);
  await phase(page, 'done');
}

describe('Markdown', () => {
  it('is shown as elements with their roles, and links say where they lead', () =>
    withPage(async ({ page, complaints }) => {
      await show(page, rich);
      await page.locator('math').nth(1).waitFor();
      const tree = await page.locator('article .text').ariaSnapshot();
      for (const part of [
        '- heading "What to do"',
        '- img "Done:"',
        '- img "Not done:"',
        '- columnheader "Days"',
        '- blockquote',
        '- link "the rules":',
        '- math:',
      ]) {
        expect(tree).toContain(part);
      }
      const rules = page.getByRole('link', { name: 'the rules' });
      expect(await rules.getAttribute('rel')).toBe('noopener noreferrer nofollow');
      expect(await page.locator('.text').innerText()).toContain('the rules (elsewhere.example)');
      expect(await page.locator('.text img').count()).toBe(0);
      expect(complaints).toEqual([]);
    }));

  it('has coloured code, which is copied by keyboard', () =>
    withPage(
      async ({ page, complaints }) => {
        await show(page, rich);
        await page.locator('pre .keyword').first().waitFor();
        expect(await page.locator('pre .comment').innerText()).toBe('// a comment');
        await page.getByRole('button', { name: 'Copy' }).focus();
        await page.keyboard.press('Enter');
        await page.getByRole('button', { name: 'Copied' }).waitFor();
        expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
          'const days = 25; // a comment\nreturn `${days} days`;',
        );
        expect(complaints).toEqual([]);
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    ));

  it('leaves cited words in the code of a document marked, without colours over them', () =>
    withPage(async ({ page }) => {
      const read = contextOf({ 'setup.md': 'const days = 25;' });
      fixture.script('Set-up?', { steps: [read, words('```js\nconst days = 25;\n```\n\nSo [setup.md].')] });
      await ask(page, 'Set-up?');
      await page.locator('.text pre .keyword').waitFor(); // what knows the colours has come
      await page.locator('.text button.citation').click();
      await page.getByRole('complementary').locator('pre').waitFor();
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
      const marked = page.getByRole('complementary').locator('pre :is(mark, .read)');
      expect(await marked.allInnerTexts()).toContainEqual(expect.stringContaining('const days = 25'));
    }));

  it('never shows a mark that is not complete', () =>
    withPage(async ({ page }) => {
      fixture.script('Half?', {
        steps: [
          context,
          words('Some **bo'),
          { hold: 'bold' },
          words('ld** and [a li'),
          { hold: 'link' },
          words('nk](https://x.example) `co'),
        ],
      });
      await ask(page, 'Half?');
      await page.locator('.text strong', { hasText: 'bo' }).waitFor();
      fixture.release('bold');
      await page.locator('.text strong', { hasText: 'bold' }).waitFor();
      const shown = async () => (await page.locator('.text').innerText()).trim();
      await expect.poll(shown).toBe('Some bold and');
      fixture.release('link');
      await phase(page, 'done');
      expect(await page.getByRole('link', { name: 'a link' }).count()).toBe(1);
    }));
});

const hostile = [
  '<script>window.ran = true</script>',
  '<img src=x onerror="window.ran = true">',
  '<svg onload="window.ran = true"><animate onbegin="window.ran = true" /></svg>',
  '<iframe srcdoc="<script>parent.ran = true</script>"></iframe>',
  '[a](javascript:window.ran=true) [b](data:text/html,<script>window.ran=true</script>)',
  '[c](vbscript:x) [d](JaVaScRiPt:window.ran=true) <javascript:window.ran=true>',
  '![e](javascript:window.ran=true) ![f](https://elsewhere.example/pixel.png?who=you)',
  '[g](https://x.example/"onmouseover="window.ran=true)',
  '`<b onclick="window.ran = true">`',
  '```html"onload="window.ran=true\n<script>window.ran = true</script>\n```',
  '$\\href{javascript:window.ran=true}{x}$ $\\htmlClass{a}{y}$',
  '$\\includegraphics{https://elsewhere.example/p.png}$',
  '&lt;script&gt;window.ran = true&lt;/script&gt; &#106;avascript:',
  '\u202eright to left\u202c \u2066isolated \u0000 \ufeff',
].join('\n\n');

describe('hostile content', () => {
  it('stays text: nothing runs, nothing is fetched, every link leads to a web page', () =>
    withPage(async ({ page, complaints }) => {
      await show(page, hostile);
      await page.getByText('right to left').waitFor();
      expect(await page.evaluate(() => 'ran' in window)).toBe(false);
      expect(
        await page.locator('.text :is(script, img, svg, iframe, object, embed, style, form)').count(),
      ).toBe(0);
      const addresses = await page
        .locator('.text a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
      expect(addresses.filter((address) => !/^https:\/\//.test(address))).toEqual([]);
      const handlers = await page
        .locator('.text *')
        .evaluateAll((elements) =>
          elements.flatMap((element) =>
            element.getAttributeNames().filter((name) => /^(on|style|srcdoc)/.test(name)),
          ),
        );
      expect(handlers.filter((name) => name !== 'style')).toEqual([]);
      expect(await page.locator('.text').innerText()).toContain('<script>window.ran = true</script>');
      expect(complaints).toEqual([]);
    }));

  it.each([
    ['a line of a million characters', 'x'.repeat(1_000_000)],
    ['a table of five thousand rows', '| a | b |\n|---|---|\n' + '| 1 | 2 |\n'.repeat(5_000)],
    ['a line of spaces in a list', `- a\n${' '.repeat(15_000)}x x`],
    ['brackets that never close', '[![('.repeat(20_000)],
    ['lists and quotes in each other', `${'> - '.repeat(3_000)}deep\n\n${'- '.repeat(3_000)}deep`],
  ])('%s does not freeze the page', (_, text) =>
    withPage(async ({ page, complaints }) => {
      const question = `Large ${count++}?`;
      const longestTaskMs = await watchTasks(page);
      fixture.script(question, { steps: [context, words(text), { hold: question }, words('\n\nThe end.')] });
      await ask(page, question);
      await phase(page, 'writing');
      await page.getByRole('button', { name: 'Stop' }).click({ trial: true });
      fixture.release(question);
      await page.getByText('The end.').waitFor({ timeout: 25_000 });
      await phase(page, 'done');
      expect(await longestTaskMs()).toBeLessThan(freezeMs);
      expect(complaints).toEqual([]);
    }),
  );

  it('costs only the line that cannot be read', () =>
    withPage(async ({ page }) => {
      const steps = [
        context,
        words('One '),
        { raw: '{"type":"respo\n' },
        words('two '),
        { raw: '\u0000\n' },
        words('three.'),
      ];
      fixture.script('Lines?', { steps });
      await ask(page, 'Lines?');
      await phase(page, 'failed');
      expect(await page.locator('.text').innerText()).toContain('One two three.');
      expect(await page.locator('article').innerText()).toContain('could not be read');
    }));
});

inEveryView([
  [
    'everything that Markdown has',
    async (page) => {
      await show(page, rich);
      await page.locator('pre .keyword').first().waitFor();
      await page.locator('math').nth(1).waitFor();
    },
  ],
]);

// What a bad server or a bad way to it can do to a stream: every good line still counts, and the page stays
// usable.
import { describe, expect, it } from 'vitest';
import { ask, freezeMs, phase, watchTasks } from './browser';
import { context, words, type Step } from './fixture-server';
import { fixture, withPage } from './scripted';

const badLines: (string | Uint8Array)[] = [
  '{"type":\n',
  'not json\n',
  '\u0000\n',
  '[]\n',
  'null\n',
  '42\n',
  '"text"\n',
  '{}\n',
  '{"type":42}\n',
  '{"type":"response.output_text.delta"}\n',
  '{"type":"response.output_text.delta","delta":{"a":1}}\n',
  '{"type":"response.unheard_of","delta":"no"}\n',
  '{"type":"response.context","context":{"data_points":7}}\n',
  '{"__proto__":{"polluted":true},"type":"response.process"}\n',
  Uint8Array.of(0xff, 0xfe, 0x0a),
  Uint8Array.of(0x22, 0xc3, 0x0a),
  '['.repeat(100_000) + '\n',
];

describe('a stream with lines that are none', () => {
  it('loses nothing of the good ones between them', () =>
    withPage(async ({ page }) => {
      const numbered = badLines.flatMap((raw, index): Step[] => [{ raw }, words(` w${index}`)]);
      fixture.script('Bad lines?', { steps: [context, words('First'), ...numbered, words(' last.')] });
      await ask(page, 'Bad lines?');
      await phase(page, 'failed');
      const expected = `First ${badLines.map((_, index) => `w${index}`).join(' ')} last.`;
      expect(await page.locator('article .text').innerText()).toContain(expected);
      expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
      await ask(page, 'And now?');
      await phase(page, 'done');
    }));

  it('drops one that is longer than any can be, and stays quick', () =>
    withPage(async ({ page }) => {
      const long = `{"type":"response.output_text.delta","delta":"${'x'.repeat(9_000_000)}"}\n`;
      fixture.script('Too long?', { steps: [context, words('Before'), { raw: long }, words(' after.')] });
      const longestTaskMs = await watchTasks(page);
      await ask(page, 'Too long?');
      await phase(page, 'failed');
      expect(await page.locator('article .text').innerText()).toContain('Before after.');
      expect(await longestTaskMs()).toBeLessThan(freezeMs);
    }));

  it('shows one of a million characters without a break', () =>
    withPage(async ({ page }) => {
      const million = 'x'.repeat(1_000_000);
      fixture.script('A million?', { steps: [context, words(million), words('\n\nThe end.')] });
      const longestTaskMs = await watchTasks(page);
      await ask(page, 'A million?');
      await phase(page, 'done');
      await page.getByText('The end.').waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
      await page.getByLabel('Your question').fill('Still here?');
      expect(await longestTaskMs()).toBeLessThan(freezeMs);
    }));
});

describe('a server that dies', () => {
  it.each([
    ['within a line', { raw: '{"type":"response.output_text.delta","del' }],
    ['within a character', { raw: Uint8Array.of(...Buffer.from('{"type":"'), 0xe2, 0x82) }],
    ['between two lines', { raw: '\n' }],
  ])('%s leaves what had come, says so, and Retry asks again', (where, last) =>
    withPage(async ({ page }) => {
      const question = `Dies ${where}?`;
      const died = {
        steps: [context, words('Half of it'), last, { hold: where }, { cut: 'the connection' as const }],
      };
      fixture.script(question, died, { steps: [context, words('All of it.')] });
      await ask(page, question);
      await page.getByText('Half of it').waitFor();
      fixture.release(where);
      await phase(page, 'failed');
      expect(await page.locator('article .text').innerText()).toContain('Half of it');
      await page.getByRole('button', { name: 'Retry' }).click();
      await phase(page, 'done');
      await page.getByText('All of it.').waitFor();
    }),
  );
});

// The main path in Debian's Firefox, driven over WebDriver BiDi: what is right in one engine only would show
// here.
import { existsSync } from 'node:fs';
import { firefox, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ask,
  findViolations,
  focusedText,
  overflowPx,
  phase,
  pressByKeyboard,
  tabTo,
  withPageAt,
} from './browser';
import { context, FixtureServer, pdfCitation, textCitation, words } from './fixture-server';

const executable = '/usr/bin/firefox-esr';
const question = 'How many vacation days do I get each year?';

let browser: Browser;
let fixture: FixtureServer;

beforeAll(async () => {
  if (!existsSync(executable)) {
    throw new Error(`${executable} is missing. Install it with: apt-get install firefox-esr`);
  }
  fixture = await FixtureServer.start();
  browser = await firefox.launch({ executablePath: executable, channel: 'moz-firefox' });
});

afterAll(async () => {
  await browser?.close();
  await fixture?.stop();
});

/** A page of which Firefox may complain of nothing. */
const withPage = (test: (page: Page) => Promise<void>) =>
  withPageAt(fixture.url, browser, async ({ page, complaints }) => {
    await test(page);
    expect(complaints).toEqual([]);
  });

describe('in Firefox', () => {
  it('an answer is written bit by bit, and its citation opens the document at the passage', () =>
    withPage(async (page) => {
      const cited = words(`Meals have a limit [${textCitation}].`);
      fixture.script('Meals?', { steps: [context, words('Half '), { hold: 'half in Firefox' }, cited] });
      await ask(page, 'Meals?');
      await phase(page, 'writing');
      await page.locator('article .text', { hasText: 'Half' }).waitFor();
      fixture.release('half in Firefox');
      await phase(page, 'done');
      await page.getByRole('status').getByText('Answer complete.').waitFor({ state: 'attached' });

      await page.locator('.text button.citation').click();
      await page.locator('.preview mark').first().waitFor();
      expect(await focusedText(page)).toContain('travel notes.md');
      expect(await overflowPx(page)).toBeLessThanOrEqual(0);
      expect(await findViolations(page)).toEqual([]);
    }));

  it('a page of PDF is drawn with its passage marked', () =>
    withPage(async (page) => {
      fixture.script('Days?', { steps: [context, words(`25 days [${pdfCitation}].`)] });
      await ask(page, 'Days?');
      await phase(page, 'done');
      await page.locator('.text button.citation').click();
      await page.locator('.sheet canvas').first().waitFor();
      await page.locator('.sheet mark').first().waitFor();
    }));

  it('the keyboard is enough to ask, to open a source and to come back', () =>
    withPage(async (page) => {
      await tabTo(page, 'Your question');
      await page.keyboard.type(question);
      await page.keyboard.press('Enter');
      await phase(page, 'done');
      await tabToSource(page);
      await page.keyboard.press('Enter');
      await page.getByRole('complementary', { name: 'handbook.pdf, page 3' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('complementary').waitFor({ state: 'detached' });
      expect(await page.evaluate(() => document.activeElement?.className)).toContain('citation');
    }));

  it('the history keeps a conversation over a reload and opens it again', () =>
    withPage(async (page) => {
      await ask(page, question);
      await phase(page, 'done');
      await page.getByRole('button', { name: 'New chat' }).click();
      await page.reload();
      await page.locator('body').focus();
      await pressByKeyboard(page, 'History');
      await page.getByRole('complementary', { name: 'History' }).waitFor();
      await page.getByRole('button', { name: question, exact: true }).last().waitFor();
      await pressByKeyboard(page, question);
      await page.locator('article .text', { hasText: '25 days' }).waitFor();
      expect(await focusedText(page)).toBe(question);
    }));
});

async function tabToSource(page: Page): Promise<void> {
  await page.locator('article').focus();
  for (let steps = 0; steps < 20; steps++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.matches('button.citation'))) return;
  }
  throw new Error('the keyboard does not come to a citation');
}

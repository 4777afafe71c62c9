// The languages: chosen by the browser, switched while the page is used, remembered, from right to left.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ask, focusedText, listenToStatus, phase, tabTo } from './browser';
import { inEveryView } from './every-view';
import { withPage } from './scripted';

const html = (page: Page) =>
  page.evaluate(() => `${document.documentElement.lang} ${document.documentElement.dir}`);

/** Where the words of a language begin. */
const startOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const { left, right } = element.getBoundingClientRect();
    return { left, right: window.innerWidth - right };
  });

async function choose(page: Page, code: string): Promise<void> {
  await page.locator('header .buttons button').last().click();
  await page.locator('select').first().selectOption(code);
  await page.locator(`html[lang="${code}"]`).waitFor();
}

describe('the language', () => {
  it('is the first of those that the browser wishes for and the page speaks', () =>
    withPage(
      async ({ page, complaints }) => {
        await page.getByRole('button', { name: 'Spørg' }).waitFor();
        expect(await html(page)).toBe('da ltr');
        expect(complaints).toEqual([]);
      },
      { locale: 'da-DK' },
    ));

  it('is English for a browser that wishes for none of them', () =>
    withPage(async ({ page }) => expect(await html(page)).toBe('en ltr'), { locale: 'is-IS' }));

  it('is switched by keyboard at once, also of answers that stand there, and is remembered', () =>
    withPage(async ({ page, complaints }) => {
      await ask(page, 'Why?');
      await phase(page, 'done');
      await page.locator('body').focus();
      await tabTo(page, 'Settings');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Settings' }).waitFor();
      await tabTo(page, 'Language');
      await page.keyboard.type('Fran');
      await page.getByRole('heading', { name: 'Paramètres' }).waitFor();
      expect(await html(page)).toBe('fr ltr');
      expect(await page.locator('.sources').innerText()).toContain('handbook.pdf, page 3');
      expect(await page.locator('.sources').innerText()).toContain('1 autre endroit a été lu');
      await page.keyboard.press('Escape');
      expect(await focusedText(page)).toBe('Paramètres');
      await page.reload();
      await expect.poll(() => html(page)).toBe('fr ltr');
      expect(await page.getByLabel('Votre question').count()).toBe(1);
      expect(complaints).toEqual([]);
    }));

  it('does not say once more, in other words, what was said', () =>
    withPage(async ({ page }) => {
      await ask(page, 'Why?');
      await page.getByRole('status').getByText('Answer complete.').waitFor();
      const heardStatus = await listenToStatus(page);
      await choose(page, 'de');
      await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
      expect(await heardStatus()).toEqual([]);
    }));

  it('is loaded only when it is wanted', () =>
    withPage(async ({ page }) => {
      const loaded: string[] = [];
      page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
      await page.reload();
      await page.getByRole('button', { name: 'Settings' }).waitFor();
      expect(loaded.filter((path) => /\/(ar|pl|he)-/.test(path))).toEqual([]);
      await choose(page, 'pl');
      expect(loaded.filter((path) => /\/pl-/.test(path))).toHaveLength(1);
    }));

  it('runs from right to left with its page, and back', () =>
    withPage(async ({ page, complaints }) => {
      const firstButton = 'header > button';
      const before = await startOf(page, firstButton);
      await choose(page, 'ar');
      expect(await html(page)).toBe('ar rtl');
      const mirrored = await startOf(page, firstButton);
      expect(mirrored.right).toBeCloseTo(before.left, 0);
      expect((await startOf(page, '[data-panel]')).left).toBe(0);
      expect((await startOf(page, 'a[href="#question"]')).right).toBeLessThan(20);
      await page.locator('select').first().selectOption('en');
      await page.locator('html[dir="ltr"]').waitFor();
      expect((await startOf(page, firstButton)).left).toBeCloseTo(before.left, 0);
      expect(complaints).toEqual([]);
    }));

  it('leaves a question and its answer the direction of their own words', () =>
    withPage(async ({ page }) => {
      await choose(page, 'he');
      await page.keyboard.press('Escape');
      await page.locator('#question').fill('Why?');
      await page.keyboard.press('Enter');
      await phase(page, 'done');
      for (const selector of ['[data-question]', 'article .text p >> nth=0']) {
        const direction = await page
          .locator(selector)
          .evaluate((element) => getComputedStyle(element).direction);
        expect(direction).toBe('ltr');
      }
    }));
});

const looked = ['ar', 'de', 'ja'];

inEveryView(
  looked.flatMap((code) => [
    [
      `start in ${code}`,
      async (page: Page) => {
        await choose(page, code);
        await page.keyboard.press('Escape');
      },
    ],
    [
      `answer and settings in ${code}`,
      async (page: Page) => {
        await ask(page, 'Why?');
        await phase(page, 'done');
        await choose(page, code);
      },
    ],
  ]),
);

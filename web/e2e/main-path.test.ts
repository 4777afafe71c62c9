// What every reader does, against the fixture server or against the server that PARLEY_E2E_URL names.
//
// Only what any server with the sample documents shows is looked at. The product's own policy is in force.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { focusedText, startBrowser, withPageAt, type WatchedPage } from './browser';
import { FixtureServer } from './fixture-server';

let browser: Browser;
let fixture: FixtureServer | undefined;
let url: string;

beforeAll(async () => {
  fixture = process.env['PARLEY_E2E_URL'] ? undefined : await FixtureServer.start();
  url = process.env['PARLEY_E2E_URL'] ?? fixture?.url ?? '';
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await fixture?.stop();
});

const withPage = (test: (watched: WatchedPage) => Promise<void>) =>
  withPageAt(url, browser, async (watched) => {
    await test(watched);
    expect(watched.complaints).toEqual([]);
  });

// Which questions there are is the server's business; the first one has an answer in a PDF.
const example = (page: Page) => page.locator('main li button').first();

const answerDone = (page: Page) => page.locator('article[data-phase="done"]').last().waitFor();

describe('the main path', () => {
  it('answers an example question and opens each cited place beside it', () =>
    withPage(async ({ page }) => {
      const question = await example(page).innerText();
      await example(page).click();
      await answerDone(page);
      expect(await focusedText(page)).toContain(question);

      const markers = page.locator('.text button.citation');
      expect(await markers.count()).toBeGreaterThan(0);
      for (const marker of await page.locator('.sources ol button').all()) {
        await marker.click();
        const panel = page.getByRole('complementary');
        await panel.locator('iframe, pre, canvas, .preview .blocks').waitFor();
        expect(
          (await panel.getByRole('region', { name: 'Cited passage' }).innerText()).length,
        ).toBeGreaterThan(0);
        expect(await panel.getByRole('link').getAttribute('href')).toMatch(/^\/content\//);
        await page.getByRole('button', { name: 'Close' }).click();
      }
    }));

  it('says once who writes the answers', () =>
    withPage(async ({ page }) => {
      const config = (await (await fetch(`${url}/config`)).json()) as { answererNote: string };
      const note = page.getByText('no language model writes them');
      await example(page).click();
      await answerDone(page);
      expect(await note.count()).toBe(1);
      expect(await page.getByText(config.answererNote, { exact: true }).count()).toBe(0);
      expect(await page.getByLabel('Your question').getAttribute('aria-describedby')).toBe(
        await note.getAttribute('id'),
      );
    }));

  it('shows a PDF at the cited page', () =>
    withPage(async ({ page }) => {
      await example(page).click();
      await answerDone(page);
      const source = page.locator('.sources button', { hasText: /\.pdf, page \d+/ }).first();
      const number = /page (\d+)/.exec(await source.innerText())?.[1];
      await source.click();
      const region = page.getByRole('region', { name: new RegExp(`^Page ${number} of \\d+$`) });
      await region.locator('canvas').waitFor();
      expect((await region.innerText()).trim()).not.toBe('');
    }));

  it('works by keyboard alone, and gives the focus back', () =>
    withPage(async ({ page }) => {
      const question = await example(page).innerText();
      await page.keyboard.press('Tab');
      expect(await focusedText(page)).toBe('Skip to the question box');
      await page.keyboard.press('Enter');
      await page.keyboard.type(question);
      await page.keyboard.press('Enter');
      await answerDone(page);
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('question');

      for (let steps = 0; !(await onSource(page)) && steps < 20; steps++)
        await page.keyboard.press('Shift+Tab');
      expect(await onSource(page)).toBe(true);
      const opener = await focusedText(page);
      await page.keyboard.press('Enter');
      await page.getByRole('complementary').waitFor();
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
      await page.keyboard.press('Escape');
      await page.getByRole('complementary').waitFor({ state: 'detached' });
      expect(await focusedText(page)).toBe(opener);
    }));

  it('sends a follow-up with what was said before, and starts over', () =>
    withPage(async ({ page }) => {
      const question = await example(page).innerText();
      await example(page).click();
      await answerDone(page);
      await page.getByLabel('Your question').fill(question);
      const [request] = await Promise.all([
        page.waitForRequest('**/chat/stream'),
        page.getByRole('button', { name: 'Ask', exact: true }).click(),
      ]);
      const sent: unknown = request.postDataJSON();
      expect(sent).toMatchObject({ messages: [{ role: 'user' }, { role: 'assistant' }, { role: 'user' }] });
      await page.locator('article[data-phase="done"]').nth(1).waitFor();
      await page.getByRole('button', { name: 'New chat' }).click();
      await page.getByRole('heading', { name: 'Ask your documents' }).waitFor();
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('question');
    }));
});

function onSource(page: Page): Promise<boolean> {
  return page.evaluate(() => document.activeElement?.matches('.sources ol button') ?? false);
}

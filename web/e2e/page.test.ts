// What holds of the page around the answers: what stays in view, what is kept over a reload, and what is said
// without documents.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ask as askOnly, type WatchedPage } from './browser';
import { context, pdfCitation, words } from './fixture-server';
import { fixture, withPage as withAnyPage } from './scripted';

const narrow = { viewport: { width: 320, height: 640 } };

/** Nor may the browser have complained. */
const withPage = (test: (watched: WatchedPage) => Promise<void>, options: BrowserContextOptions = {}) =>
  withAnyPage(async (watched) => {
    await test(watched);
    expect(watched.complaints).toEqual([]);
  }, options);

async function ask(page: Page, question: string): Promise<void> {
  const before = await page.locator('article').count();
  await askOnly(page, question);
  await page.locator('article').nth(before).and(page.locator('[data-phase="done"]')).waitFor();
}

const inView = (page: Page, selector: string) =>
  page
    .locator(selector)
    .last()
    .evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 0 && bottom <= window.innerHeight;
    });

describe('a narrow page', () => {
  it('keeps the question, the way to a new chat and the question box in view after a long answer', () =>
    withPage(async ({ page }) => {
      const long = 'A sentence of some length, so that there are many lines. '.repeat(40);
      for (const question of ['Long?', 'Longer?']) {
        fixture.script(question, { steps: [context, words(long), words(long)] });
        await ask(page, question);
        for (const selector of ['[data-question]', 'header button', '#question']) {
          expect(await inView(page, selector)).toBe(true);
        }
        const header = await page.locator('header').boundingBox();
        const heading = await page.locator('[data-question]').last().boundingBox();
        expect(heading?.y).toBeGreaterThanOrEqual((header?.y ?? 0) + (header?.height ?? 0));
      }
    }, narrow));

  it('follows a reader who went on to the end', () =>
    withPage(async ({ page }) => {
      const long = 'A sentence of some length, so that there are many lines. '.repeat(40);
      fixture.script('Follow?', { steps: [context, words(long), { hold: 'at the end' }, words(long)] });
      await page.getByLabel('Your question').fill('Follow?');
      await page.keyboard.press('Enter');
      await fixture.reached('at the end');
      await page.locator('article[data-phase="writing"]').waitFor();
      const scrolled = page.evaluate(
        () => new Promise((resolve) => addEventListener('scroll', resolve, { once: true })),
      );
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
      await scrolled;
      fixture.release('at the end');
      await page.locator('article[data-phase="done"]').waitFor();
      await page.waitForFunction(
        () => window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2,
      );
    }, narrow));

  it('leaves most of its height to the answer', () =>
    withPage(async ({ page }) => {
      const usual = fixture.config;
      fixture.config = {
        ...usual,
        answerer: 'model',
        answererNote: 'These are extracts, and not an answer. ' + 'To use a model, do this. '.repeat(6),
      };
      await page.reload();
      await ask(page, 'Anything?');
      fixture.config = usual;
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
      const top = (await page.locator('form').boundingBox())?.y ?? 0;
      expect(640 - top).toBeLessThan(640 / 5);
      expect(await page.locator('.note').innerText()).toBe('These are extracts, and not an answer.');
    }, narrow));
});

describe('a number', () => {
  it('stands on the line of the word before it, at every width', () =>
    withPage(async ({ page }) => {
      fixture.script('Wrap?', {
        steps: [
          context,
          words(`The notice is **four weeks** to the end of a month. [${pdfCitation}][${pdfCitation}].`),
        ],
      });
      await ask(page, 'Wrap?');
      for (let width = 320; width < 620; width += 4) {
        await page.setViewportSize({ width, height: 700 });
        const [word, ...numbers] = await page.locator('.text p').evaluate((paragraph) => {
          const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.textContent?.indexOf('month') ?? -1;
            if (at >= 0) range.setStart(node, at);
            if (at >= 0) range.setEnd(node, at + 5);
          }
          return [range, ...paragraph.querySelectorAll('button')].map(
            (part) => part.getBoundingClientRect().bottom,
          );
        });
        for (const number of numbers) expect(Math.abs(number - (word ?? 0))).toBeLessThan(12);
      }
    }));
});

describe('a reload', () => {
  it('keeps the conversation, and a new chat forgets it', () =>
    withPage(async ({ page }) => {
      await ask(page, 'Anything?');
      const text = await page.locator('article').innerText();
      await page.reload();
      await page.locator('article[data-phase="done"]').waitFor();
      expect(await page.locator('article').innerText()).toBe(text);
      await page.locator('.text button.citation').first().click();
      await page.getByRole('region', { name: 'Cited passage' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'New chat' }).click();
      await page.reload();
      await page.getByRole('heading', { name: 'Ask your documents' }).waitFor();
      expect(await page.locator('article').count()).toBe(0);
    }));
});

describe('a server without documents', () => {
  it('is said to have none, before a question and after, until it has some', () =>
    withPage(async ({ page }) => {
      const some = fixture.config;
      try {
        fixture.config = { ...some, documents: 'none' };
        await page.reload();
        const notice = page.getByText('There are no documents yet.');
        await notice.waitFor();
        expect(await page.locator('main li button').count()).toBe(0);
        await ask(page, 'Anything?');
        await notice.waitFor();
        fixture.config = { ...some, documents: 'some' };
        await ask(page, 'And now?');
        await notice.waitFor({ state: 'detached' });
      } finally {
        fixture.config = some;
      }
    }));
});

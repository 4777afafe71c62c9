// A cited page of a PDF: drawn by the page itself, its words marked, turned and enlarged with the keyboard.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ask, phase } from './browser';
import { chinesePassage, pdfPassage, secondPdfPassage } from './fixture-documents';
import { contextOf, words, type Script } from './fixture-server';
import { fixture, withPage } from './scripted';

const question = 'Anything?';

/** An answer that says each of these with its citation. */
function answerOf(...said: [citation: string, passage: string][]): Script {
  const passages: Record<string, string> = {};
  for (const [citation, passage] of said) {
    passages[citation] = [passages[citation], passage].filter(Boolean).join(' ');
  }
  const lines = said.map(([citation, passage]) => `- ${passage} [${citation}]\n`);
  return { steps: [contextOf(passages), words(lines.join(''))] };
}

async function openCitation(page: Page, ...said: [citation: string, passage: string][]): Promise<void> {
  fixture.script(question, answerOf(...said));
  await ask(page, question);
  await phase(page, 'done');
  await page.locator('.text button.citation').first().focus();
  await page.keyboard.press('Enter');
}

const marked = (page: Page) => page.locator('.sheet mark');
const markedText = async (page: Page) => (await marked(page).allInnerTexts()).join(' ').replace(/\s+/g, ' ');

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).focus();
  await page.keyboard.press('Enter');
}

describe('a cited page of a PDF', () => {
  it('is drawn with the cited words marked, and in view', () =>
    withPage(async ({ page, complaints }) => {
      await openCitation(page, ['handbook.pdf#page=3', pdfPassage]);
      await marked(page).first().waitFor();
      expect(`${await markedText(page)}.`).toBe(pdfPassage);
      const region = page.getByRole('region', { name: 'Page 3 of 6' });
      expect(await region.innerText()).toContain('Handbook, page 3');
      const [mark, view] = [await marked(page).first().boundingBox(), await region.boundingBox()];
      expect(mark && view && mark.y >= view.y && mark.y + mark.height <= view.y + view.height).toBe(true);
      expect(mark?.width).toBeGreaterThan(100);
      const ink = await page.locator('.sheet canvas').evaluate((canvas: HTMLCanvasElement) => {
        const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        return pixels.filter((value, index) => index % 4 === 0 && value < 128).length;
      });
      expect(ink).toBeGreaterThan(1000);
      expect(complaints).toEqual([]);
    }));

  it('moves the mark when another place of the same document is opened, and fetches nothing anew', () =>
    withPage(async ({ page, complaints }) => {
      const fetched: string[] = [];
      page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
      await openCitation(
        page,
        ['handbook.pdf#page=3', pdfPassage],
        ['handbook.pdf#page=3', secondPdfPassage],
      );
      await marked(page).first().waitFor();
      await page.locator('.text button.citation').nth(1).click();
      await page.locator('.sheet mark', { hasText: 'unused' }).waitFor();
      expect(`${await markedText(page)}.`).toBe(secondPdfPassage);
      expect(fetched.filter((path) => path.startsWith('/content/'))).toEqual(['/content/handbook.pdf']);
      expect(complaints).toEqual([]);
    }));

  it('is turned and enlarged with the keyboard, keeps the focus at the ends, and says where it is', () =>
    withPage(async ({ page, complaints }) => {
      await openCitation(page, ['handbook.pdf#page=3', pdfPassage]);
      await marked(page).first().waitFor();
      const status = page.getByRole('status');
      for (const number of [4, 5, 6]) {
        await press(page, 'Next page');
        await status.getByText(`Page ${number} of 6`).waitFor();
        await page.locator('.words', { hasText: `Handbook, page ${number}` }).waitFor();
      }
      expect(await marked(page).count()).toBe(0);
      const next = page.getByRole('button', { name: 'Next page' });
      expect(await next.getAttribute('aria-disabled')).toBe('true');
      expect(await next.evaluate((button) => button === document.activeElement)).toBe(true);
      for (let turns = 0; turns < 3; turns++) await press(page, 'Previous page');
      await marked(page).first().waitFor();

      const width = () => page.locator('.sheet canvas').evaluate((canvas) => canvas.clientWidth);
      const before = await width();
      await press(page, 'Larger');
      await status.getByText('125%').waitFor();
      await expect.poll(width).toBeGreaterThan(before * 1.2);
      await marked(page).first().waitFor();
      expect(complaints).toEqual([]);
    }));

  it('has its words also in Chinese, when the document names the map of its characters only', () =>
    withPage(async ({ page, complaints }) => {
      await openCitation(page, ['chinese.pdf#page=1', chinesePassage]);
      await marked(page).first().waitFor();
      expect(`${await markedText(page)}。`).toBe(chinesePassage);
      expect(complaints).toEqual([]);
    }));

  it('is shown by the browser, with the reason, when a password protects it', () =>
    withPage(async ({ page }) => {
      await openCitation(page, ['protected.pdf#page=3', pdfPassage]);
      await page.getByText('This document is protected by a password').waitFor();
      expect(await page.getByText(pdfPassage).count()).toBeGreaterThan(0);
    }));

  it('tells of a damaged document, and leaves the passage and the link', () =>
    withPage(async ({ page }) => {
      await openCitation(page, ['damaged.pdf#page=3', pdfPassage]);
      await page.getByText('This document is damaged').waitFor();
      const link = page.getByRole('link', { name: 'Open the document in a new tab' });
      expect(await link.getAttribute('href')).toBe('/content/damaged.pdf#page=3');
    }));

  it('says that nothing can be marked on a picture of a page', () =>
    withPage(async ({ page, complaints }) => {
      await openCitation(page, ['scanned.pdf#page=1', pdfPassage]);
      await page.getByText('This page is a picture without words').waitFor();
      expect(complaints).toEqual([]);
    }));

  it('says so when the document is shorter than the citation', () =>
    withPage(async ({ page, complaints }) => {
      await openCitation(page, ['handbook.pdf#page=9', pdfPassage]);
      await page.getByText('The answer names page 9, but the document has 6 pages.').waitFor();
      await page.locator('.words', { hasText: 'Handbook, page 6' }).waitFor();
      expect(await marked(page).count()).toBe(0);
      expect(complaints).toEqual([]);
    }));

  it('closes with Escape from anywhere in it, and gives the focus back to the citation', () =>
    withPage(async ({ page }) => {
      await openCitation(page, ['handbook.pdf#page=3', pdfPassage]);
      await page.getByRole('region', { name: 'Page 3 of 6' }).focus();
      await page.keyboard.press('Escape');
      await page.getByRole('complementary').waitFor({ state: 'detached' });
      expect(await page.evaluate(() => document.activeElement?.className)).toMatch(/^citation/);
    }));
});

// What the panel shows of a cited place: the passage, the document with the cited words marked.
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ask, focusedText, phase } from './browser';
import { htmlPassage, longHtmlPassage, longPassage, pdfPassage, textPassage } from './fixture-documents';
import { contextOf, htmlCitation, pdfCitation, textCitation, words } from './fixture-server';
import { fixture, withPage } from './scripted';

describe('the panel', () => {
  async function openSource(page: Page, name: string): Promise<void> {
    await ask(page, 'Anything?');
    await phase(page, 'done');
    await page.locator('.sources ol button', { hasText: name }).click();
  }

  const isWithin = async (inner: Locator, outer: Locator) => {
    const [mark, region] = [await inner.boundingBox(), await outer.boundingBox()];
    return mark && region && mark.y > region.y && mark.y < region.y + region.height;
  };

  it('shows a Markdown document as it is meant, with the cited passage marked and in view', () =>
    withPage(async ({ page, complaints }) => {
      await openSource(page, 'travel notes.md');
      const region = page.getByRole('region', { name: 'Document text' });
      const marks = region.locator('mark');
      await marks.first().waitFor();
      expect((await marks.allInnerTexts()).join('').replaceAll('\n', ' ')).toBe(
        'Meals on a journey are paid up to 60 euros a day, with receipts',
      );
      expect(await region.getByRole('heading').allInnerTexts()).toEqual(['Travel notes']);
      expect(await region.innerText()).toContain('More of it stands in [rules.pdf].');
      expect(await isWithin(marks.first(), region)).toBe(true);
      expect(complaints).toEqual([]);
    }));

  it('marks in a Markdown document the sentence whose number was pressed', () =>
    withPage(async ({ page, complaints }) => {
      const sentences = ['Paragraph 7 of the notes, here to make it long.', textPassage];
      const answer = sentences.map((sentence) => `- ${sentence} [${textCitation}]\n`).join('');
      fixture.script('Anything?', {
        steps: [contextOf({ [textCitation]: sentences.join('  ') }), words(answer)],
      });
      await ask(page, 'Anything?');
      await phase(page, 'done');
      const region = page.getByRole('region', { name: 'Document text' });
      for (const [index, start] of ['Paragraph 7', 'Meals'].entries()) {
        await page.locator('.text button.citation').nth(index).click();
        await region.locator('mark', { hasText: start }).first().waitFor();
        expect((await region.locator('mark').allInnerTexts()).join('')).toMatch(new RegExp(`^${start}`));
        expect(await region.locator('.read').count()).toBeGreaterThan(0);
      }
      expect(complaints).toEqual([]);
    }));

  it('marks the cited passage in a text and brings it into view', () =>
    withPage(async ({ page, complaints }) => {
      fixture.script('Anything?', {
        steps: [contextOf({ 'travel.txt': textPassage }), words(`${textPassage} [travel.txt]`)],
      });
      await openSource(page, 'travel.txt');
      const text = page.locator('.panel pre');
      expect((await text.locator('mark').innerText()).replaceAll('\n', ' ')).toBe(
        'Meals on a journey are paid up to **60 euros** a day, with receipts',
      );
      expect(await isWithin(text.locator('mark'), text)).toBe(true);
      expect(complaints).toEqual([]);
    }));

  it('shows an HTML document without its scripts, styles, pictures and forms', () =>
    withPage(async ({ page, complaints }) => {
      await openSource(page, 'security.html');
      const body = page.frameLocator('.panel iframe').locator('body');
      await body.locator('mark').first().waitFor();
      expect((await body.locator('mark').allInnerTexts()).join('')).toBe(
        'Report a security incident to the duty officer within one hour',
      );
      expect(
        await body.locator('script, style, link, img, form, input, iframe, svg, [style], [href]').count(),
      ).toBe(0);
      expect(await body.innerText()).toMatch(/\[The duty officer\][^]*Kept text/);
      expect(await page.title()).toBe('Parley');
      expect(await page.locator('.panel iframe').getAttribute('sandbox')).toBe('allow-same-origin');
      const y = await body.locator('#cited').evaluate((mark) => mark.getBoundingClientRect().y);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThan(700);
      expect(complaints).toEqual([]);
    }));

  it('marks the sentence that the answer quotes in a long passage, and brings it into view', () =>
    withPage(async ({ page, complaints }) => {
      fixture.script('Anything?', {
        steps: [contextOf({ [pdfCitation]: longPassage }), words(`- ${pdfPassage} [${pdfCitation}]\n`)],
      });
      await openSource(page, 'handbook.pdf');
      const region = page.getByRole('region', { name: 'Cited passage' });
      expect(await region.innerText()).toBe(longPassage);
      expect(`${await region.locator('mark').innerText()}.`).toBe(pdfPassage);
      const [mark, view] = [await region.locator('mark').boundingBox(), await region.boundingBox()];
      expect(mark && view && mark.y >= view.y && mark.y + mark.height <= view.y + view.height).toBe(true);
      expect(view?.height).toBeLessThan(160);
      expect(complaints).toEqual([]);
    }));

  it('marks in an HTML document the sentence whose number was pressed, and passages only lightly', () =>
    withPage(async ({ page, complaints }) => {
      const first = 'Paragraph 2 of the policy, here to make it long.';
      fixture.script('Anything?', {
        steps: [
          contextOf({ [htmlCitation]: longHtmlPassage }),
          words(`- ${first} [${htmlCitation}]\n- ${htmlPassage} [${htmlCitation}]\n`),
        ],
      });
      await ask(page, 'Anything?');
      await phase(page, 'done');
      const body = page.frameLocator('.panel iframe').locator('body');
      for (const [index, sentence] of [first, htmlPassage].entries()) {
        await page.locator('.text button.citation').nth(index).click();
        await body.locator('mark').first().waitFor();
        expect(`${(await body.locator('mark').allInnerTexts()).join('')}.`).toBe(sentence);
        expect(await body.locator('.read').count()).toBeGreaterThan(30);
        const isInView = (mark: Element) => {
          const { top } = mark.getBoundingClientRect();
          return top >= 0 && top < window.innerHeight;
        };
        await expect.poll(() => body.locator('#cited').evaluate(isInView)).toBe(true);
        await page.keyboard.press('Escape');
      }
      expect(complaints).toEqual([]);
    }));

  it('shows the headings and lists of a passage', () =>
    withPage(async ({ page }) => {
      const passage = `Incidents  - ${htmlPassage} - Lock your screen.  More of it.`;
      fixture.script('Anything?', {
        steps: [contextOf({ [htmlCitation]: passage }), words(`Yes [${htmlCitation}].`)],
      });
      await openSource(page, 'security.html');
      const region = page.getByRole('region', { name: 'Cited passage' });
      await region.getByRole('listitem').first().waitFor();
      expect(await region.getByRole('listitem').allInnerTexts()).toEqual([htmlPassage, 'Lock your screen.']);
      expect((await region.locator('p').allInnerTexts()).map((text) => text.trim())).toEqual([
        'Incidents',
        'More of it.',
      ]);
    }));

  it('closes with Escape from inside an HTML document, and gives the focus back', () =>
    withPage(async ({ page, complaints }) => {
      await openSource(page, 'security.html');
      await page.frameLocator('.panel iframe').locator('mark').first().waitFor();
      const inFrame = () => page.evaluate(() => document.activeElement instanceof HTMLIFrameElement);
      for (let steps = 0; !(await inFrame()) && steps < 10; steps++) await page.keyboard.press('Tab');
      expect(await inFrame()).toBe(true);
      await page.keyboard.press('Escape');
      await page.getByRole('complementary').waitFor({ state: 'detached' });
      expect(await focusedText(page)).toContain('security.html');
      expect(complaints).toEqual([]);
    }));

  it('lights the numbers of the answer it belongs to, not those of another one', () =>
    withPage(async ({ page }) => {
      for (const answers of [1, 2]) {
        await ask(page, 'Anything?');
        await page
          .locator('article[data-phase="done"]')
          .nth(answers - 1)
          .waitFor();
      }
      await page.locator('.sources ol button', { hasText: 'handbook.pdf' }).nth(1).click();
      await page.getByRole('complementary').waitFor();
      expect(await page.locator('article').nth(0).locator('.open').count()).toBe(0);
      expect(await page.locator('article').nth(1).locator('.open').count()).toBeGreaterThan(0);
    }));

  it('shows an HTML document of nothing but unclosed tags at once', () =>
    withPage(async ({ page, complaints }) => {
      const name = 'unclosed.html';
      fixture.script('Anything?', { steps: [contextOf({ [name]: htmlPassage }), words(`Yes [${name}].`)] });
      await openSource(page, name);
      await page.frameLocator('.panel iframe').locator('mark').waitFor();
      expect(complaints).toEqual([]);
    }));

  it('shows the passage and a reason when the document is gone', () =>
    withPage(async ({ page }) => {
      await ask(page, 'Anything?');
      await phase(page, 'done');
      await page.locator('summary').click();
      await page.getByRole('button', { name: 'gone.pdf, page 9' }).click();
      const panel = page.getByRole('complementary');
      await panel.getByText('There is no document gone.pdf.').waitFor();
      expect(await panel.innerText()).toContain('This document was removed.');
    }));

  it('covers a narrow page with nothing left behind it for the Tab key', () =>
    withPage(async ({ page }) => {
      await page.setViewportSize({ width: 400, height: 700 });
      await openSource(page, 'travel notes.md');
      await page.locator('.panel mark').first().waitFor();
      expect(await page.getByText('Skip to the question box').count()).toBe(0);
      await page.keyboard.press('Escape');
      expect(await page.getByText('Skip to the question box').count()).toBe(1);
    }));

  it('takes the focus again when another source is opened, and gives it back to that one', () =>
    withPage(async ({ page }) => {
      await openSource(page, 'travel notes.md');
      await page.locator('.text button.citation').first().click();
      await expect.poll(() => focusedText(page)).toBe('handbook.pdf, page 3');
      await page.keyboard.press('Escape');
      const focused = () => page.evaluate(() => document.activeElement?.className);
      await expect.poll(focused).toMatch(/^citation/);
    }));
});

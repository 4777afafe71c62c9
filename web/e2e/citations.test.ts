// The card that shows the passage behind a citation: for pointer and keyboard, and out of the way.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ask, findViolations, overflowPx, phase } from './browser';
import { longPassage, pdfPassage, textPassage } from './fixture-documents';
import { contextOf, pdfCitation, textCitation, words } from './fixture-server';
import { fixture, withPage } from './scripted';

const question = 'Anything?';

async function showAnswer(page: Page): Promise<void> {
  fixture.script(question, {
    steps: [
      contextOf({ [pdfCitation]: longPassage, [textCitation]: textPassage }),
      words(`- ${pdfPassage} [${pdfCitation}]\n- ${textPassage} [${textCitation}]\n`),
    ],
  });
  await ask(page, question);
  await phase(page, 'done');
}

const citation = (page: Page, number: number) => page.locator('.text button.citation').nth(number - 1);
const card = (page: Page) => page.getByRole('tooltip');

/** With the Tab key alone, as the card is for those who come by keyboard. */
async function tabTo(page: Page, number: number): Promise<void> {
  await page.locator('[data-question]').focus();
  const isThere = () => citation(page, number).evaluate((button) => button === document.activeElement);
  for (let steps = 0; !(await isThere()) && steps < 10; steps++) await page.keyboard.press('Tab');
  expect(await isThere()).toBe(true);
}

describe('the card of a citation', () => {
  it('shows the passage around the quoted words when the pointer rests on it, and can be pointed at', () =>
    withPage(async ({ page, complaints }) => {
      await showAnswer(page);
      await page.clock.install();
      await citation(page, 1).hover();
      await page.clock.runFor(250);
      expect(`${await card(page).locator('mark').innerText()}.`).toBe(pdfPassage);
      expect(await card(page).innerText()).toMatch(/^handbook\.pdf, page 3\n+… .* …$/s);

      await card(page).hover();
      await page.clock.runFor(10_000);
      expect(await card(page).count()).toBe(1);
      await page.mouse.move(2, 2);
      await page.clock.runFor(300);
      expect(await card(page).count()).toBe(0);
      expect(complaints).toEqual([]);
    }));

  it('shows it to the keyboard, describes the citation by it, and goes with the focus', () =>
    withPage(async ({ page, complaints }) => {
      await showAnswer(page);
      await tabTo(page, 2);
      await card(page).waitFor();
      const described = await citation(page, 2).getAttribute('aria-describedby');
      expect(described).toBe(await card(page).getAttribute('id'));
      expect(await card(page).innerText()).toContain(textPassage);
      await page.keyboard.press('Shift+Tab');
      await card(page).getByText('handbook.pdf, page 3').waitFor();
      expect(await citation(page, 2).getAttribute('aria-describedby')).toBe(null);
      await page.locator('[data-question]').focus();
      await card(page).waitFor({ state: 'detached' });
      expect(complaints).toEqual([]);
    }));

  it('is dismissed with Escape, which leaves an open panel open and the focus where it is', () =>
    withPage(async ({ page, complaints }) => {
      await showAnswer(page);
      await citation(page, 1).click();
      await page.getByRole('complementary').waitFor();
      await tabTo(page, 2);
      await card(page).waitFor();
      await page.keyboard.press('Escape');
      await card(page).waitFor({ state: 'detached' });
      expect(await page.getByRole('complementary').count()).toBe(1);
      expect(await citation(page, 2).evaluate((button) => button === document.activeElement)).toBe(true);
      expect(complaints).toEqual([]);
    }));

  it('makes way for the document, and does not come when the focus does', () =>
    withPage(async ({ page, complaints }) => {
      await showAnswer(page);
      await tabTo(page, 1);
      await card(page).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('complementary').waitFor();
      expect(await card(page).count()).toBe(0);
      await page.keyboard.press('Escape');
      await page.getByRole('complementary').waitFor({ state: 'detached' });
      expect(await citation(page, 1).evaluate((button) => button === document.activeElement)).toBe(true);
      expect(await card(page).count()).toBe(0);
      expect(complaints).toEqual([]);
    }));

  it('does not come when the page moves below a pointer that rests', () =>
    withPage(async ({ page, complaints }) => {
      await showAnswer(page);
      const box = await citation(page, 1).boundingBox();
      await page.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 105);
      await page.clock.install();
      await page.evaluate(() => {
        const answer = document.querySelector<HTMLElement>('.text');
        if (answer) answer.style.paddingTop = '100px';
      });
      await expect.poll(() => citation(page, 1).evaluate((button) => button.matches(':hover'))).toBe(true);
      await page.clock.runFor(10_000);
      expect(await card(page).count()).toBe(0);
      expect(complaints).toEqual([]);
    }));

  it('does not come between a finger and the document', () =>
    withPage(
      async ({ page }) => {
        await showAnswer(page);
        await citation(page, 1).tap();
        await page.getByRole('dialog').waitFor();
        expect(await card(page).count()).toBe(0);
      },
      { hasTouch: true, viewport: { width: 390, height: 844 } },
    ));

  const views: [string, BrowserContextOptions][] = [
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['320 px', { viewport: { width: 320, height: 640 } }],
    ['400 percent', { viewport: { width: 320, height: 256 } }],
    ['forced colours', { forcedColors: 'active' }],
  ];
  it.each(views)('in %s: is inside the window, and axe finds nothing', (_, options) =>
    withPage(async ({ page }) => {
      await showAnswer(page);
      await tabTo(page, 2);
      await card(page).waitFor();
      const box = await card(page).boundingBox();
      const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
      expect(box && box.x >= 0 && box.x + box.width <= width).toBe(true);
      expect(box && box.y >= 0 && box.y + box.height <= height).toBe(true);
      expect(await findViolations(page)).toEqual([]);
      expect(await overflowPx(page)).toBeLessThanOrEqual(0);
    }, options),
  );
});

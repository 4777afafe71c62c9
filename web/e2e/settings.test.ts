// The settings: by keyboard alone, remembered, and sent along with the question.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ask as askOnly, focusedText, pressByKeyboard, tabTo } from './browser';
import { inEveryView } from './every-view';
import { offer } from './offer';
import { fixture, withPage } from './scripted';

const everything = {
  answerer: 'model',
  showVectorOption: true,
  showSemanticRankerOption: true,
  clientPrompts: true,
};

const panel = (page: Page) => page.getByRole('complementary', { name: 'Settings' });

async function openSettings(page: Page): Promise<void> {
  await page.locator('body').focus();
  await pressByKeyboard(page, 'Settings');
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
}

async function switchByKeyboard(page: Page, name: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Space');
}

async function typeInto(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

async function ask(page: Page): Promise<unknown> {
  const before = await page.locator('article').count();
  await askOnly(page, 'Why?');
  await page.locator('article').nth(before).and(page.locator('[data-phase="done"]')).waitFor();
  return (fixture.asked.at(-1) as { context: { overrides: unknown } }).context.overrides;
}

const theme = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.documentElement).colorScheme.trim());

describe('the settings', () => {
  it('open and close by keyboard, and give the focus back', () =>
    withPage(async ({ page, complaints }) => {
      await openSettings(page);
      expect(await focusedText(page)).toBe('Settings');
      await page.keyboard.press('Escape');
      await panel(page).waitFor({ state: 'detached' });
      expect(await focusedText(page)).toBe('Settings');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-expanded'))).toBe('false');
      expect(complaints).toEqual([]);
    }));

  it('cover a narrow page, and give the focus back to what opened them', () =>
    withPage(
      async ({ page }) => {
        await openSettings(page);
        expect(await page.getByRole('dialog', { name: 'Settings' }).count()).toBe(1);
        expect(await page.getByLabel('Your question').isVisible()).toBe(false);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        expect(await focusedText(page)).toBe('Settings');
      },
      { viewport: { width: 320, height: 640 } },
    ));

  it('hold at once and after a reload, until they are reset', () =>
    withPage(async ({ page, complaints }) => {
      expect(await theme(page)).toBe('light dark');
      await openSettings(page);
      await tabTo(page, 'As the device says');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      expect(await theme(page)).toBe('dark');
      await page.reload();
      expect(await theme(page)).toBe('dark');
      await openSettings(page);
      expect(await page.getByLabel('Dark', { exact: true }).isChecked()).toBe(true);
      await pressByKeyboard(page, 'Reset all settings');
      await page.getByRole('status').getByText('All settings are as they were at first.').waitFor();
      expect(await theme(page)).toBe('light dark');
      expect(await page.getByLabel('As the device says').isChecked()).toBe(true);
      expect(await page.evaluate(() => localStorage.length)).toBe(0);
      expect(complaints).toEqual([]);
    }));

  it('are the usual ones where what was kept is not what was', () =>
    withPage(async ({ page, complaints }) => {
      await page.evaluate(() => localStorage.setItem('parley-settings-1', '{"theme":"purple","top":"x"'));
      await page.reload();
      await openSettings(page);
      expect(await page.getByLabel('As the device says').isChecked()).toBe(true);
      expect(complaints).toEqual([]);
    }));

  it('ask for whole answers when streaming is off, and for no process when that is', () =>
    withPage(async ({ page }) => {
      await openSettings(page);
      await switchByKeyboard(page, 'Show what is being done');
      expect(await ask(page)).toMatchObject({ show_process: false });
      await switchByKeyboard(page, 'Show answers while they are written');
      fixture.script('Why?', { status: 200, body: { output_text: 'Whole.', context: {} } });
      const asked = page.waitForRequest((request) => request.url().endsWith('/chat'));
      await askOnly(page, 'Why?');
      await asked;
      await page.getByText('Whole.').waitFor();
    }));

  it('of developers go along with the question, and only while their switch is on', () =>
    withPage(async ({ page, complaints }) => {
      await offer(page, everything);
      await openSettings(page);
      await switchByKeyboard(page, 'Developer options');
      await tabTo(page, 'How passages are found');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Tab');
      await typeInto(page, 'Passages per answer', '3');
      await typeInto(page, 'Lowest score of the search', '0.02');
      await typeInto(page, 'Lowest score of the ranker', '1.9');
      await typeInto(page, 'Temperature of the model', '0');
      await typeInto(page, 'Only documents of this category', 'rules');
      await typeInto(page, 'No documents of this category', 'old');
      await switchByKeyboard(page, 'Rank passages by meaning');
      await typeInto(page, 'What the model is told', '>>>Be brief.');
      await page.keyboard.press('Tab');
      expect(await ask(page)).toMatchObject({
        retrieval_mode: 'hybrid',
        top: 3,
        minimum_search_score: 0.02,
        minimum_reranker_score: 1.9,
        temperature: 0,
        include_category: 'rules',
        exclude_category: 'old',
        semantic_ranker: false,
        prompt_template: '>>>Be brief.',
      });
      await page.getByLabel('Developer options').uncheck();
      expect(await ask(page)).not.toHaveProperty('top');
      expect(complaints).toEqual([]);
    }));

  it('take no number that a server would refuse, and say which it takes', () =>
    withPage(async ({ page }) => {
      await openSettings(page);
      await switchByKeyboard(page, 'Developer options');
      await typeInto(page, 'Passages per answer', '51');
      await page.keyboard.press('Tab');
      const field = page.getByLabel('Passages per answer');
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      const range = page.locator(`#${await field.getAttribute('aria-describedby')}`);
      expect(await range.textContent()).toBe('From 1 to 50');
      expect(await ask(page)).not.toHaveProperty('top');
    }));

  it('offer nothing that the server does not', () =>
    withPage(async ({ page }) => {
      await openSettings(page);
      await switchByKeyboard(page, 'Developer options');
      const names = await panel(page).locator('label').allInnerTexts();
      expect(names.slice(names.indexOf('Developer options') + 1)).toEqual([
        'Passages per answer',
        'Lowest score of the search',
        'Only documents of this category',
        'No documents of this category',
      ]);
    }));
});

inEveryView([
  [
    'settings',
    async (page) => {
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('heading', { name: 'Settings' }).waitFor();
    },
  ],
  [
    'developer options',
    async (page) => {
      await offer(page, everything);
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByLabel('Developer options').check();
      await page.getByLabel('Passages per answer').fill('99');
      await page.getByLabel('Temperature of the model').fill('1');
      await page.getByLabel('Passages per answer').scrollIntoViewIfNeeded();
    },
  ],
]);

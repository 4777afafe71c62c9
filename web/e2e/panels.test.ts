// What stands behind an answer, in tabs: the passages that were read, and how it was made.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ask, phase } from './browser';
import { inEveryView } from './every-view';
import { pdfPassage, textPassage } from './fixture-documents';
import { contextOf, pdfCitation, textCitation, words, type Step } from './fixture-server';
import { fixture, withPage } from './scripted';

const question = 'Anything?';

const usage = (prompt_tokens: number, completion_tokens: number, reasoning_tokens: number | null) => ({
  prompt_tokens,
  completion_tokens,
  reasoning_tokens,
  total_tokens: prompt_tokens + completion_tokens,
});

const prompt = [
  { role: 'system', content: 'Answer from the sources only.' },
  { role: 'user', content: `Sources:\n${'A source that goes on. '.repeat(60)}` },
];
const hit = {
  type: 'searchIndex',
  sourcepage: pdfCitation,
  content: pdfPassage,
  score: 0.83,
  oids: null,
  images: [],
};
const thoughts = [
  {
    title: 'Prompt to generate search query',
    description: prompt,
    props: { model: 'small', token_usage: usage(120, 12, null) },
  },
  {
    title: 'Search using generated search query',
    description: 'vacation days',
    props: { use_text_search: true, use_vector_search: false, top: 5, filter: null },
  },
  { title: 'Search results', description: [hit], props: null },
  {
    title: 'Prompt to generate answer',
    description: 'The question and 2 sources',
    props: { model: 'large', token_usage: usage(1480, 220, 64) },
  },
];

function step(name: string, text: string, elapsed_ms: number, data: object = {}): Step {
  return { send: { type: 'response.process', step: name, state: 'done', text, data, elapsed_ms } };
}

async function showAnswer(page: Page): Promise<void> {
  fixture.script(question, {
    steps: [
      step('question', 'Understood the question', 0.2),
      step('search', 'Found 2 related results', 84.5, { count: 2 }),
      contextOf({ [textCitation]: textPassage, [pdfCitation]: pdfPassage }),
      words(`${pdfPassage} [${pdfCitation}]`),
      { send: { type: 'response.context', context: { thoughts } } },
    ],
  });
  await ask(page, question);
  await phase(page, 'done');
}

const panel = (page: Page) => page.locator('[data-panel]');
const shownTab = (page: Page) => panel(page).getByRole('tab', { selected: true });

async function openBehind(page: Page, name: string): Promise<void> {
  await showAnswer(page);
  await page.getByRole('button', { name }).focus();
  await page.keyboard.press('Enter');
  await panel(page).getByRole('heading', { level: 2, name }).waitFor();
}

describe('the passages that were read', () => {
  it('stand by the numbers of the citations, and apart what is not cited', () =>
    withPage(async ({ page, complaints }) => {
      await openBehind(page, 'Passages that were read');
      const section = (heading: string) => panel(page).locator('section').filter({ hasText: heading });
      const cited = section('1 place is cited');
      expect(await cited.getByRole('button').allInnerTexts()).toEqual(['1\nhandbook.pdf, page 3']);
      expect(`${await cited.locator('mark').innerText()}.`).toBe(pdfPassage);
      const others = section('1 place was read and is not cited');
      expect(await others.getByRole('button').allInnerTexts()).toEqual(['travel notes.md']);
      expect(await others.innerText()).toContain(textPassage);
      expect(await others.locator('mark').count()).toBe(0);
      expect(complaints).toEqual([]);
    }));

  it('open their documents beside them, with a way back', () =>
    withPage(async ({ page, complaints }) => {
      await openBehind(page, 'Passages that were read');
      await panel(page).getByRole('button', { name: 'travel notes.md' }).focus();
      await page.keyboard.press('Enter');
      await panel(page).getByRole('heading', { level: 2, name: 'travel notes.md' }).waitFor();
      expect(await shownTab(page).innerText()).toBe('Document');
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
      await shownTab(page).focus();
      await page.keyboard.press('ArrowRight');
      expect(await shownTab(page).innerText()).toBe('Passages');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Passages');
      expect(complaints).toEqual([]);
    }));
});

describe('how an answer was made', () => {
  it('is told step by step, as words and not as JSON', () =>
    withPage(async ({ page, complaints }) => {
      await openBehind(page, 'How this answer was made');
      const headings = await panel(page).getByRole('heading', { level: 3 }).allInnerTexts();
      expect(headings).toEqual(['Times', ...thoughts.map(({ title }, index) => `${index + 1}. ${title}`)]);
      const text = (await panel(page).innerText()).replace(/\s+/g, ' ');
      for (const words of [
        'Answer from the sources only.',
        'vacation days',
        'Use vector search No',
        'Score 0.83',
      ]) {
        expect(text).toContain(words);
      }
      expect(text).not.toMatch(/[{}]|null|token_usage|Oids/);
      expect(await panel(page).locator('.times li').allInnerTexts()).toEqual([
        expect.stringMatching(/Understood the question\s+0 ms/),
        expect.stringMatching(/Found 2 related places\s+85 ms/),
      ]);
      const long = panel(page).locator('details');
      expect(await long.locator('p').isVisible()).toBe(false);
      await long.locator('summary').focus();
      await page.keyboard.press('Enter');
      expect(await long.locator('p').isVisible()).toBe(true);
      expect(complaints).toEqual([]);
    }));

  it('says the tokens of each step as a table, with bars that are as long', () =>
    withPage(async ({ page }) => {
      await openBehind(page, 'How this answer was made');
      const table = panel(page).getByRole('table', { name: 'Tokens' });
      const rows = await table.getByRole('row').allInnerTexts();
      expect(rows.map((row) => row.split('\t').map((cell) => cell.trim()))).toEqual([
        ['Read', 'Written', 'Reasoning', 'Total'],
        ['Prompt to generate search query'],
        ['120', '12', '', '132'],
        ['Prompt to generate answer'],
        ['1,480', '220', '64', '1,700'],
        ['All steps'],
        ['1,600', '232', '64', '1,832'],
      ]);
      const widths = await table
        .locator('svg')
        .evaluateAll((charts) =>
          charts.map((chart) =>
            [...chart.children].reduce((sum, bar) => sum + bar.getBoundingClientRect().width, 0),
          ),
        );
      expect((widths[0] ?? 0) / (widths[1] ?? 1)).toBeCloseTo(132 / 1700, 2);
    }));

  it('is reached and left with the keyboard alone, and keeps its place in tabs', () =>
    withPage(async ({ page, complaints }) => {
      await openBehind(page, 'How this answer was made');
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
      for (let steps = 0; steps < 2; steps++) await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Steps');
      await page.keyboard.press('ArrowRight');
      expect(await shownTab(page).innerText()).toBe('Passages');
      await page.keyboard.press('End');
      expect(await shownTab(page).innerText()).toBe('Steps');
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('region');
      await page.keyboard.press('Escape');
      await panel(page).waitFor({ state: 'detached' });
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('How this answer was made');
      expect(complaints).toEqual([]);
    }));

  it('has arrow keys that follow the direction of the language', () =>
    withPage(async ({ page }) => {
      await openBehind(page, 'How this answer was made');
      await page.evaluate(() => (document.documentElement.dir = 'rtl'));
      await shownTab(page).focus();
      await page.keyboard.press('ArrowRight');
      expect(await shownTab(page).innerText()).toBe('Passages');
      await page.keyboard.press('ArrowLeft');
      expect(await shownTab(page).innerText()).toBe('Steps');
    }));
});

describe('a panel that cannot be loaded', () => {
  it('says so, and can be closed', () =>
    withPage(async ({ page }) => {
      await page.route('**/AnswerPanel-*.js', (route) => route.abort());
      await showAnswer(page);
      await page.getByRole('button', { name: 'Passages that were read' }).click();
      await panel(page).getByRole('heading', { name: 'This panel could not be loaded' }).waitFor();
      await page.keyboard.press('Escape');
      await panel(page).waitFor({ state: 'detached' });
    }));
});

const rightToLeft = async (page: Page) => {
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
};

inEveryView([
  ['passages', (page) => openBehind(page, 'Passages that were read')],
  ['steps', (page) => openBehind(page, 'How this answer was made')],
  [
    'steps, right to left',
    async (page) => {
      await openBehind(page, 'How this answer was made');
      await rightToLeft(page);
    },
  ],
  [
    'a PDF page, right to left',
    async (page) => {
      await showAnswer(page);
      await page.locator('.text button.citation').click();
      await page.locator('.sheet mark').first().waitFor();
      await rightToLeft(page);
    },
  ],
]);

// An answer from the first step to the question that comes next, by keyboard and as a screen reader has it.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ask, focusedText, listenToStatus, phase } from './browser';
import { inEveryView } from './every-view';
import { context, words, type Step } from './fixture-server';
import { fixture, withPage } from './scripted';

let count = 0;
/** Another name for each page, because a script belongs to a question. */
const another = (name: string) => `${name} ${count++}?`;

function step(name: string, state: string, data: object, elapsed_ms: number): Step {
  return {
    send: { type: 'response.process', step: name, state, text: `${name} ${state}`, data, elapsed_ms },
  };
}

const waiting = step('queue', 'started', { position: 2, wait_ms: 4000 }, 1);
const found = [
  step('queue', 'done', {}, 900),
  step('query', 'done', { query: 'vacation days', rewritten: true }, 1100),
  step('search', 'done', { count: 12, results: [{ name: 'a.pdf', citation: 'a.pdf#page=3' }] }, 1250),
];
const retry = step('retry', 'started', { reason: 'rate_limited', wait_ms: 2000, attempt: 2 }, 1300);

function last(details: object): Step {
  return { send: { type: 'response.context', context: { thoughts: [], finish_reason: 'stop', ...details } } };
}

const unsupported = last({
  followup_questions: ['May I keep unused days?', 'Who decides?'],
  support: { sentences: 3, supported: 2, unsupported: [{ text: 'The *moon* is far away.', score: 0.1 }] },
});
const said = words('You have 25 days [handbook.pdf#page=3]. The *moon* is far away.\n\nAsk your lead.');

async function askHeld(page: Page, name: string, before: Step[], after: Step[] = []): Promise<string> {
  const question = another(name);
  fixture.script(question, { steps: [...before, { hold: question }, ...after] });
  await ask(page, question);
  await fixture.reached(question);
  return question;
}

describe('the steps', () => {
  it('are one line that says what is done now, and unfold into all of them', () =>
    withPage(async ({ page, complaints }) => {
      const question = await askHeld(
        page,
        'Queue',
        [waiting],
        [...found, retry, { hold: 'retry' }, context, said],
      );
      const line = page.locator('article summary').first();
      await line.waitFor();
      expect(await line.innerText()).toBe('Waiting for a turn: number 2 in line, about 4 s');
      fixture.release(question);
      await page.getByText('The model is busy; it is asked again in 2 s').first().waitFor();
      await line.focus();
      await page.keyboard.press('Enter');
      expect((await page.locator('article details ol').innerText()).split('\n').filter(Boolean)).toEqual([
        'The turn has come 0.9 s',
        'Searching for: vacation days 1.1 s',
        'Found 12 related places 1.3 s',
        'a.pdf#page=3',
        'The model is busy; it is asked again in 2 s 1.3 s',
      ]);
      fixture.release('retry');
      await phase(page, 'done');
      expect(await page.locator('article').evaluate((article) => article === document.activeElement)).toBe(
        true,
      );
      expect(complaints).toEqual([]);
    }));
});

describe('what comes next', () => {
  it('is asked by keyboard, and the focus goes to the new question', () =>
    withPage(async ({ page, complaints }) => {
      const question = another('Next');
      fixture.script(question, { steps: [context, said, unsupported] });
      await ask(page, question);
      await phase(page, 'done');
      await page.getByRole('button', { name: 'Who decides?' }).focus();
      await page.keyboard.press('Enter');
      await page.locator('article[data-phase="done"]').nth(1).waitFor();
      expect(fixture.asked.at(-1)).toMatchObject({
        messages: [{}, {}, { role: 'user', content: 'Who decides?' }],
        context: { overrides: { suggest_followup_questions: true } },
      });
      expect(await focusedText(page)).toBe('Who decides?');
      expect(await page.getByRole('heading', { name: 'What could come next' }).count()).toBe(0);
      expect(complaints).toEqual([]);
    }));

  it('may be the same question in other words, which replaces what was said from there on', () =>
    withPage(async ({ page }) => {
      await ask(page, 'First?');
      await phase(page, 'done');
      await ask(page, 'Second?');
      await page.locator('article[data-phase="done"]').nth(1).waitFor();
      await page.getByRole('button', { name: 'Edit question' }).first().focus();
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
      await page.keyboard.press('Escape');
      expect(await focusedText(page)).toBe('Edit question');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('Other words?');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Other words?' }).waitFor();
      await phase(page, 'done');
      expect(await page.locator('article').count()).toBe(1);
      expect(fixture.asked.at(-1)).toMatchObject({ messages: [{ content: 'Other words?' }] });
      expect(await focusedText(page)).toBe('Other words?');
    }));

  it('is edited beside an open panel: Escape closes one at a time, and what is too long says why', () =>
    withPage(async ({ page }) => {
      await ask(page, another('Edited'));
      await phase(page, 'done');
      await page.locator('.text button.citation').first().click();
      await page.getByRole('complementary').waitFor();
      await page.getByRole('button', { name: 'Edit question' }).click();
      const box = page.getByLabel('The question in other words');
      await box.fill('x'.repeat(65_536 + 2));
      const problem = page.getByText('This question is too long. Shorten it by 2 characters to ask it.');
      await problem.waitFor();
      expect(await box.getAttribute('aria-describedby')).toBe(await problem.getAttribute('id'));
      await box.press('Escape');
      await box.waitFor({ state: 'detached' });
      expect(await page.getByRole('complementary').count()).toBe(1);
    }));

  it('may be another answer to the same question', () =>
    withPage(async ({ page }) => {
      const question = another('Again');
      fixture.script(question, { steps: [context, words('One.')] }, { steps: [context, words('Other.')] });
      await ask(page, question);
      await phase(page, 'done');
      await page.getByRole('button', { name: 'Answer again' }).click();
      await page.getByText('Other.').waitFor();
      expect(await page.locator('article').count()).toBe(1);
      expect(await focusedText(page)).toBe(question);
    }));
});

describe('a sentence that the sources do not bear out', () => {
  it('has a mark that is described by the note, which says how many there are', () =>
    withPage(async ({ page, complaints }) => {
      const question = another('Moon');
      fixture.script(question, { steps: [context, said, unsupported] });
      await ask(page, question);
      await phase(page, 'done');
      const mark = page.getByRole('button', { name: 'Not borne out by the sources' });
      expect(await mark.count()).toBe(1);
      const note = page.locator(`[id="${await mark.getAttribute('aria-describedby')}"]`);
      expect(await note.innerText()).toContain('1 of 3 sentences is not borne out by the sources.');
      expect(await page.locator('.unsupported').allInnerTexts()).toEqual(['The ', 'moon', ' is far away']);
      await mark.focus();
      await page.keyboard.press('Enter');
      expect(await focusedText(page)).toContain('1 of 3 sentences');
      expect(complaints).toEqual([]);
    }));
});

describe('a long answer', () => {
  it('leaves a reader who scrolls up where they are, and leads back with a button', () =>
    withPage(async ({ page }) => {
      const lines = words('One line of many.\n\n'.repeat(60));
      const question = await askHeld(
        page,
        'Long',
        [context, lines],
        [lines, { hold: 'long' }, words('The end.')],
      );
      await page.waitForFunction(() => document.querySelectorAll('.text p').length > 50);
      await page.mouse.move(600, 300);
      await page.mouse.wheel(0, 100_000);
      const jump = page.getByRole('button', { name: 'Jump to the latest words' });
      await jump.waitFor({ state: 'detached' });
      await page.mouse.wheel(0, -700);
      await jump.waitFor();
      const before = await page.evaluate(() => window.scrollY);
      fixture.release(question);
      await page.waitForFunction(() => document.querySelectorAll('.text p').length > 110);
      expect(await page.evaluate(() => window.scrollY)).toBe(before);
      await jump.focus();
      await page.keyboard.press('Enter');
      await jump.waitFor({ state: 'detached' });
      expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('question');
      fixture.release('long');
      await phase(page, 'done');
      await page.getByText('The end.').waitFor();
      await jump.waitFor({ state: 'detached' });
    }));
});

describe('a screen reader', () => {
  it('finds the words that have come while an answer is written, and hears its state, not them', () =>
    withPage(async ({ page }) => {
      const heardStatus = await listenToStatus(page);
      const question = await askHeld(
        page,
        'Tree',
        [waiting, ...found, context, words('You have **25 da')],
        [words('ys** [handbook.pdf#page=3]'), { hold: 'tree' }, words('. End.'), unsupported],
      );
      await phase(page, 'writing');
      await page.locator('article strong', { hasText: '25 da' }).waitFor();
      const half = await page.locator('main').ariaSnapshot();
      expect(half).toContain(`- heading "${question}" [level=2]`);
      expect(half).toMatch(/- article "Answer":[^]*You have[^]*strong: 25 da/);
      expect(half).toContain('- button "Stop"');
      expect(await page.locator('article').getAttribute('aria-busy')).toBe('true');
      fixture.release(question);
      await page.getByRole('button', { name: 'Source 1: handbook.pdf, page 3' }).first().waitFor();
      expect(await page.locator('main').ariaSnapshot()).toMatch(
        /strong: 25 days[^]*button "Source 1: handbook.pdf/,
      );
      fixture.release('tree');
      await phase(page, 'done');
      expect(await page.locator('article').getAttribute('aria-busy')).toBe('false');
      const heard = await heardStatus();
      expect(heard.at(-1)).toBe('Answer complete.');
      expect(heard.filter((each) => each === 'Writing…')).toHaveLength(1);
      expect(heard.join(' ')).not.toContain('25');
      expect(new Set(heard).size).toBe(heard.length);
    }));
});

inEveryView([
  [
    'waiting in line, unfolded',
    async (page) => {
      await askHeld(page, 'Unfolded', [waiting, ...found, retry]);
      await page.getByText('The model is busy').first().waitFor();
      await page.locator('article summary').first().click();
    },
  ],
  [
    'not borne out, with questions',
    async (page) => {
      const question = another('State');
      fixture.script(question, { steps: [context, said, unsupported] });
      await ask(page, question);
      await phase(page, 'done');
    },
  ],
  [
    'editing a question',
    async (page) => {
      await ask(page, 'How many vacation days do I get?');
      await phase(page, 'done');
      await page.getByRole('button', { name: 'Edit question' }).click();
    },
  ],
  [
    'away from the latest words',
    async (page) => {
      await askHeld(page, 'Away', [context, words('One line of many.\n\n'.repeat(60))]);
      await page.waitForFunction(() => document.querySelectorAll('.text p').length > 50);
      await page.evaluate(() => window.scrollTo(0, 0));
      await page.getByRole('button', { name: 'Jump to the latest words' }).waitFor();
    },
  ],
]);

// The conversations before this one: kept by the browser or by the server, found, opened, renamed, saved and
// deleted, by keyboard.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ask as askOnly, focusedText, listenToStatus, phase, pressByKeyboard, tabTo } from './browser';
import { inEveryView } from './every-view';
import { context, pdfCitation, words } from './fixture-server';
import { keepAtServer } from './kept-at-server';
import { fixture, withPage } from './scripted';

const item = (page: Page, title: string) => page.getByRole('button', { name: title, exact: true });
const problem = (page: Page, words: string) => page.locator('.history .problem', { hasText: words });
const titles = (page: Page) => page.locator('.history .open').allInnerTexts();

async function ask(page: Page, question: string): Promise<void> {
  const before = await page.locator('article').count();
  await askOnly(page, question);
  await page.locator('article').nth(before).and(page.locator('[data-phase="done"]')).waitFor();
}

async function openHistory(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'History' }).click();
  await page.getByRole('heading', { name: 'History' }).waitFor();
}

/** Two conversations, the latest one shown. */
async function converse(page: Page): Promise<void> {
  fixture.script('Café hours?', { steps: [context, words(`From nine [${pdfCitation}].`)] });
  await ask(page, 'Café hours?');
  await page.getByRole('button', { name: 'New chat' }).click();
  await ask(page, 'Why?');
}

async function converseAndLook(page: Page): Promise<void> {
  await converse(page);
  await openHistory(page);
  await item(page, 'Why?').waitFor();
}

describe('the history of the browser', () => {
  it('opens a conversation by keyboard, and goes on with it', () =>
    withPage(async ({ page, complaints }) => {
      await converse(page);
      await page.locator('body').focus();
      await pressByKeyboard(page, 'History');
      await page.getByRole('heading', { name: 'Today' }).waitFor();
      expect(await titles(page)).toEqual(['Why?', 'Café hours?']);
      expect(await page.getByText('Kept in this browser only.').count()).toBe(1);
      await pressByKeyboard(page, 'Café hours?');
      await page.getByText('From nine').waitFor();
      await page.getByRole('status').getByText('Conversation opened: Café hours?').waitFor();
      expect(await focusedText(page)).toBe('Café hours?');
      expect(await page.locator('.sources').innerText()).toContain('handbook.pdf');

      await ask(page, 'And on Sundays?');
      const { messages } = fixture.asked.at(-1) as { messages: { content: string }[] };
      expect(messages.map(({ content }) => content)).toEqual([
        'Café hours?',
        `From nine [${pdfCitation}].`,
        'And on Sundays?',
      ]);
      await page.locator('.history .current', { hasText: 'Café hours?' }).waitFor();
      expect(await titles(page)).toEqual(['Café hours?', 'Why?']);
      expect(complaints).toEqual([]);
    }));

  it('is there in another tab, and after a reload', () =>
    withPage(async ({ page }) => {
      await converse(page);
      const other = await page.context().newPage();
      await other.goto(fixture.url);
      for (const tab of [other, page]) {
        await tab.reload();
        await openHistory(tab);
        await item(tab, 'Café hours?').waitFor();
        expect(await titles(tab)).toEqual(['Why?', 'Café hours?']);
      }
    }));

  it('keeps an answer that was left while it was being written', () =>
    withPage(async ({ page }) => {
      fixture.script('Left?', { steps: [context, words('Half'), { hold: 'left for another' }] });
      await askOnly(page, 'Left?');
      await phase(page, 'writing');
      await page.getByRole('button', { name: 'New chat' }).click();
      await fixture.left('left for another');
      await openHistory(page);
      await item(page, 'Left?').click();
      await phase(page, 'stopped');
      expect(await page.locator('article .text').innerText()).toBe('Half');
    }));

  it('leaves an answer that is being written alone when its conversation is opened', () =>
    withPage(async ({ page }) => {
      fixture.script('Slow?', { steps: [context, words('Half'), { hold: 'opened again' }, words(' whole')] });
      await openHistory(page);
      await askOnly(page, 'Slow?');
      await phase(page, 'writing');
      await tabTo(page, 'Slow?');
      await page.keyboard.press('Enter');
      expect(await focusedText(page)).toBe('Slow?');
      expect(await page.locator('article').count()).toBe(1);
      fixture.release('opened again');
      await phase(page, 'done');
      expect(await page.locator('article .text').innerText()).toBe('Half whole');
    }));

  it('finds words in what was asked and answered, whatever their case and accents', () =>
    withPage(async ({ page }) => {
      await converseAndLook(page);
      const box = page.getByRole('searchbox', { name: 'Search conversations' });
      await box.fill('CAFE nine');
      await item(page, 'Why?').waitFor({ state: 'detached' });
      await page.getByRole('status').getByText('1 conversation', { exact: true }).waitFor();
      expect(await titles(page)).toEqual(['Café hours?']);
      await box.fill('nowhere');
      await page.getByText('No conversation has these words.').waitFor();
    }));

  it('renames by keyboard; Escape leaves the title and the panel as they are', () =>
    withPage(async ({ page, complaints }) => {
      await converseAndLook(page);
      await tabTo(page, 'More about “Café hours?”');
      for (const [title, key] of [
        ['Nothing', 'Escape'],
        ['Opening hours', 'Enter'],
      ] as const) {
        await tabTo(page, 'More about “Café hours?”');
        await page.keyboard.press('Enter');
        await pressByKeyboard(page, 'Rename');
        await page.keyboard.type(title);
        await page.keyboard.press(key);
        await page.getByLabel('New title').waitFor({ state: 'detached' });
      }
      await page.getByRole('status').getByText('Conversation renamed.').waitFor();
      expect(await focusedText(page)).toBe('Opening hours');
      await page.reload();
      await openHistory(page);
      await item(page, 'Opening hours').waitFor();
      expect(complaints).toEqual([]);
    }));

  it('deletes after a yes, and the focus stays in the list', () =>
    withPage(async ({ page, complaints }) => {
      await converseAndLook(page);
      await tabTo(page, 'More about “Café hours?”');
      await page.keyboard.press('Enter');
      await pressByKeyboard(page, 'Delete');
      await page.getByRole('dialog').getByText('Delete “Café hours?”?').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await titles(page)).toHaveLength(2);
      expect(await focusedText(page)).toBe('Delete');

      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await pressByKeyboard(page, 'Delete');
      await page.getByRole('status').getByText('Conversation deleted.').waitFor();
      expect(await titles(page)).toEqual(['Why?']);
      expect(await focusedText(page)).toBe('Why?');
      expect(complaints).toEqual([]);
    }));

  it('says each deletion, also that of what is shown, and the second of two', () =>
    withPage(async ({ page }) => {
      await converseAndLook(page);
      const heardStatus = await listenToStatus(page);
      const deletions = async () => (await heardStatus()).filter((said) => said === 'Conversation deleted.');
      for (const [count, title] of [
        [1, 'Why?'],
        [2, 'Café hours?'],
      ] as const) {
        await page.getByRole('button', { name: `More about “${title}”` }).click();
        await page.getByRole('button', { name: 'Delete', exact: true }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
        await expect.poll(async () => (await deletions()).length).toBe(count);
        await page.getByRole('status').getByText('Conversation deleted.').waitFor();
      }
    }));

  it('forgets everything when asked to, also what is shown', () =>
    withPage(async ({ page }) => {
      await converseAndLook(page);
      await page.getByRole('button', { name: 'Delete all' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete all' }).click();
      await page.getByText('There are no conversations yet.').waitFor();
      expect(await page.locator('article').count()).toBe(0);
      await page.reload();
      await openHistory(page);
      await page.getByText('There are no conversations yet.').waitFor();
    }));

  it('saves a conversation as a file', () =>
    withPage(async ({ page, complaints }) => {
      await converseAndLook(page);
      await page.getByRole('button', { name: 'More about “Café hours?”' }).click();
      for (const [button, name, part] of [
        ['Save as Markdown', 'Café-hours.md', `## Café hours?\n\nFrom nine [${pdfCitation}].`],
        ['Save as JSON', 'Café-hours.json', '"question": "Café hours?"'],
      ] as const) {
        const saved = page.waitForEvent('download');
        await page.getByRole('button', { name: button }).click();
        const file = await saved;
        expect(file.suggestedFilename()).toBe(name);
        expect(await readFile(await file.path(), 'utf8')).toContain(part);
      }
      expect(complaints).toEqual([]);
    }));

  it('says when the browser gives no place, and the rest of the page works', () =>
    withPage(async ({ page }) => {
      await page.addInitScript(() => {
        IDBFactory.prototype.open = () => {
          throw new DOMException('no', 'SecurityError');
        };
      });
      await page.reload();
      await ask(page, 'Why?');
      await openHistory(page);
      await problem(page, 'This browser gives no place to keep conversations').waitFor();
    }));
});

describe('the history of the server', () => {
  it('is shown page by page, opened and gone on with', () =>
    withPage(async ({ page, complaints }) => {
      await keepAtServer(page, ['First', 'Second', 'Third']);
      await openHistory(page);
      await page.getByText('Kept by the server for this browser.').waitFor();
      await item(page, 'Second').waitFor();
      expect(await titles(page)).toEqual(['First', 'Second']);
      await pressByKeyboard(page, 'Show more');
      await item(page, 'Third').waitFor();
      expect(await focusedText(page)).toBe('Third');
      await page.keyboard.press('Enter');
      await page.getByText('Answer of Third').waitFor();
      expect(await page.locator('.sources').innerText()).toContain('handbook.pdf');
      await ask(page, 'And then?');
      expect(fixture.asked.at(-1)).toMatchObject({ session_state: 'id/Third' });
      expect(complaints).toEqual([]);
    }));

  it('is shown also when the panel was open before the server said that it keeps one', () =>
    withPage(async ({ page }) => {
      await keepAtServer(page, ['First']);
      let tell = () => {};
      const told = new Promise<void>((resolve) => (tell = resolve));
      await page.route('**/config', async (route) => {
        await told;
        return route.fallback();
      });
      await page.reload();
      await openHistory(page);
      await page.getByText('There are no conversations yet.').waitFor();
      tell();
      await item(page, 'First').waitFor();
    }));

  it('has an answer that replaces another in a conversation of its own, with what was said before', () =>
    withPage(async ({ page }) => {
      const server = await keepAtServer(page, ['First']);
      await openHistory(page);
      await item(page, 'First').click();
      await page.getByText('Answer of First').waitFor();
      await ask(page, 'Why?');
      const before = fixture.asked.length;
      await page.getByRole('button', { name: 'Answer again' }).click();
      await expect.poll(() => fixture.asked.length).toBe(before + 1);
      const { session_state: name } = fixture.asked.at(-1) as { session_state: string };
      expect(name).toMatch(/^[0-9a-f]{32}$/);
      const turn = ['First', { output_text: `Answer of First [${pdfCitation}].`, run_id: 'run-1' }];
      expect(server.changes).toEqual([`POST /chat_history ${JSON.stringify({ id: name, answers: [turn] })}`]);
    }));

  it('is searched, renamed and deleted there', () =>
    withPage(async ({ page }) => {
      const server = await keepAtServer(page, ['First', 'Second']);
      await openHistory(page);
      await page.getByRole('searchbox').fill('second');
      await item(page, 'First').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'More about “Second”' }).click();
      await page.getByRole('button', { name: 'Rename' }).click();
      await page.getByLabel('New title').fill('Other');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'More about “Other”' }).click();
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await item(page, 'Other').waitFor({ state: 'detached' });
      expect(server.changes).toEqual([
        'PATCH /history/conversations/id%2FSecond {"title":"Other"}',
        'DELETE /history/conversations/id%2FSecond',
      ]);
    }));

  it('says how many are found, or why none could be looked for', () =>
    withPage(async ({ page }) => {
      const server = await keepAtServer(page, ['First', 'Second']);
      const heardStatus = await listenToStatus(page);
      await openHistory(page);
      const status = page.getByRole('status');
      await page.getByRole('searchbox').fill('second');
      await status.getByText('1 conversation', { exact: true }).waitFor();
      server.refusal = { error: 'The history is busy.', code: 'busy' };
      await page.getByRole('searchbox').fill('first');
      await status.getByText('The history is busy.').waitFor();
      server.refusal = null;
      await page.getByRole('searchbox').fill('third');
      await status.getByText('0 conversations').waitFor();
      expect(await heardStatus()).toEqual(['1 conversation', 'The history is busy.', '0 conversations']);
    }));

  it('is asked for nothing more when the panel is closed', () =>
    withPage(async ({ page }) => {
      await keepAtServer(page, ['First', 'Second']);
      await openHistory(page);
      await item(page, 'First').waitFor();
      const searches: string[] = [];
      page.on('request', (request) => request.url().includes('?q=') && searches.push(request.url()));
      await page.clock.install();
      await page.clock.pauseAt(Date.now() + 60_000);
      await page.getByRole('searchbox').fill('second');
      await page.keyboard.press('Escape');
      await page.getByRole('searchbox').waitFor({ state: 'detached' });
      await page.clock.runFor(1000);
      await page.evaluate(() => fetch('/config'));
      expect(searches).toEqual([]);
    }));

  it('says what the server says when it cannot be read, and shows it later', () =>
    withPage(async ({ page }) => {
      const server = await keepAtServer(page, ['First']);
      server.refusal = { error: 'The history is busy.', code: 'busy' };
      await openHistory(page);
      await problem(page, 'The history is busy.').waitFor();
      server.refusal = null;
      const named = { type: 'response.context', context: { data_points: {} }, session_state: 'id/New' };
      fixture.script('New?', { steps: [{ send: named }, words('Yes.')] });
      await ask(page, 'New?');
      await item(page, 'First').waitFor();
      expect(await problem(page, 'The history is busy.').count()).toBe(0);
    }));
});

describe('a narrow page', () => {
  it('is covered by the history, and shows the conversation that was opened', () =>
    withPage(
      async ({ page }) => {
        await converseAndLook(page);
        expect(await page.getByRole('dialog', { name: 'History' }).count()).toBe(1);
        expect(await page.getByLabel('Your question').isVisible()).toBe(false);
        await item(page, 'Café hours?').click();
        await page.getByText('From nine').waitFor();
        expect(await page.getByRole('dialog').count()).toBe(0);
        expect(await focusedText(page)).toBe('Café hours?');
      },
      { viewport: { width: 320, height: 640 } },
    ));
});

inEveryView([
  [
    'history without conversations',
    async (page) => {
      await openHistory(page);
      await page.getByText('There are no conversations yet.').waitFor();
    },
  ],
  [
    'history',
    async (page) => {
      await converseAndLook(page);
      await page.getByRole('button', { name: 'More about “Café hours?”' }).click();
    },
  ],
  [
    'conversation renamed',
    async (page) => {
      await converseAndLook(page);
      await page.getByRole('button', { name: 'More about “Why?”' }).click();
      await page.getByRole('button', { name: 'Rename' }).click();
    },
  ],
  [
    'conversation to be deleted',
    async (page) => {
      await converseAndLook(page);
      await page.getByRole('button', { name: 'Delete all' }).click();
      await page.getByRole('dialog').getByText('cannot be brought back').waitFor();
    },
  ],
]);

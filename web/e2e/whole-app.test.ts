// The whole product, looked at while an answer is half finished: the real server on the sample documents, and
// for its model a mock (whole-app.yaml) that is held at named points and released from here.
//
// tests/e2e/browser_test.py starts the server and says where it and its mock are.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask, findViolations, phase, startBrowser, withPageAt, type WatchedPage } from './browser';
import { BreakableWay } from './breakable-way';
import { MockControl } from './mock-control';

const url = process.env['PARLEY_E2E_URL'] ?? '';
const mock = new MockControl(process.env['PARLEY_E2E_MOCK'] ?? '');
const question = 'How much notice do I have to give after the probation period?';
const pauses = ['before the first word', 'within a word', 'within a citation'];

let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser?.close());

beforeEach(() => mock.reset());

const withPage = (test: (watched: WatchedPage) => Promise<void>) => withPageAt(url, browser, test);

/** Nor may axe find anything in the state that the test ends in, or the browser have complained. */
const withSoundPage = (test: (page: Page) => Promise<void>) =>
  withPage(async ({ page, complaints }) => {
    await test(page);
    expect(await findViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

/** Asks, and waits until the model has said all that comes before the pause. */
async function askUntil(page: Page, pause: string): Promise<void> {
  await mock.release(...pauses.slice(0, pauses.indexOf(pause)));
  await ask(page, question);
  await mock.reached(pause);
}

async function askToTheEnd(page: Page): Promise<void> {
  await mock.release(...pauses);
  await ask(page, question);
  await phase(page, 'done');
}

/** Keeps what the page reads of answers, as text: what has arrived and is not shown is told apart so. */
const keepWhatIsRead = (page: Page) =>
  page.evaluate(() => {
    const decoder = new TextDecoder();
    const read = ReadableStreamDefaultReader.prototype.read;
    let text = '';
    ReadableStreamDefaultReader.prototype.read = async function () {
      const next = await read.call(this);
      if (next.value instanceof Uint8Array) text += decoder.decode(next.value, { stream: true });
      Object.assign(window, { hasRead: text });
      return next;
    };
  });

/** Resolves when the page has read this, and has had the time to show it. */
async function waitUntilRead(page: Page, part: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => (window as unknown as { hasRead?: string }).hasRead?.includes(wanted),
    part,
  );
  await page.evaluate(
    () => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))),
  );
}

const answer = (page: Page) => page.locator('article .text');
const status = (page: Page) => page.getByRole('status').textContent();

describe('an answer that is held', () => {
  it('before its first word: the page says what is being done, and can be stopped', () =>
    withSoundPage(async (page) => {
      await askUntil(page, 'before the first word');
      await phase(page, 'searching');
      expect(await answer(page).innerText()).toBe('');
      await page.getByRole('status').getByText('Writing the answer').waitFor();
      expect(await page.getByRole('button', { name: 'Stop' }).isEnabled()).toBe(true);
    }));

  it('within a word: the page shows what has come, and that it is not all', () =>
    withSoundPage(async (page) => {
      await askUntil(page, 'within a word');
      await answer(page).getByText('You have to give fo', { exact: true }).waitFor();
      await phase(page, 'writing');
      expect(await status(page)).toBe('Writing…');
      expect(await page.locator('article').getAttribute('aria-busy')).toBe('true');
    }));

  it('within a citation: half the marker has arrived, and nothing of it is shown', () =>
    withSoundPage(async (page) => {
      await keepWhatIsRead(page);
      await askUntil(page, 'within a citation');
      await waitUntilRead(page, '[handbook.pdf#pa"');
      expect((await answer(page).innerText()).trim()).toBe("You have to give four weeks' notice");
    }));
});

describe('an answer that came to its end', () => {
  it('links the citation of a source that was found, and leaves an invented one the text it is', () =>
    withSoundPage(async (page) => {
      await askToTheEnd(page);
      expect(await status(page)).toBe('Answer complete.');
      expect(await answer(page).locator('button, a').count()).toBe(1);
      expect(await answer(page).innerText()).toContain('[invented.pdf#page=1]');
    }));

  it('opens the passage behind its citation, at the page of the document', () =>
    withSoundPage(async (page) => {
      await askToTheEnd(page);
      await answer(page).locator('button.citation').click();
      const passage = page.getByRole('region', { name: 'Cited passage' });
      await passage.waitFor();
      expect(await passage.innerText()).toContain('After the probation period the notice is four weeks');
      const sheet = page.getByRole('region', { name: /^Page 37 of \d+$/ });
      await sheet.locator('mark').first().waitFor();
      const marked = (await sheet.locator('mark').allInnerTexts()).join(' ');
      expect(marked).toContain('four weeks');
    }));
});

describe('an answer that does not come to its end', () => {
  it('keeps its text when the model fails, and says that it is incomplete', () =>
    withSoundPage(async (page) => {
      await ask(page, 'How long is the probation period?');
      await phase(page, 'failed');
      expect(await answer(page).innerText()).toBe('The probation period is');
      expect(await page.locator('article').innerText()).toContain('This answer is incomplete.');
      expect(await status(page)).toMatch(/^The answer failed\. ./);
      expect(await page.getByRole('button', { name: 'Retry' }).isEnabled()).toBe(true);
    }));

  it('ends at the model, too, when the reader stops it', () =>
    withSoundPage(async (page) => {
      await askUntil(page, 'within a word');
      await answer(page).getByText('You have to give fo', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Stop' }).click();
      await phase(page, 'stopped');
      await mock.left('held');
      expect(await answer(page).innerText()).toBe('You have to give fo');
      expect(await status(page)).toBe('Stopped. The answer is incomplete.');
    }));
});

describe('an answer whose reader comes back', () => {
  /** All of it, once, from the one call of the model. */
  async function expectWhole(page: Page): Promise<void> {
    await mock.release(...pauses);
    await phase(page, 'done');
    expect(await page.locator('article').count()).toBe(1);
    const text = (await answer(page).innerText()).replace(/\s+/g, ' ');
    expect(text).toMatch(/^You have to give four weeks' notice 1\. See also \[invented.pdf#page=1\]/);
    expect(text.match(/You have/g)).toHaveLength(1);
    expect(await mock.journal()).toMatchObject([{ fixture: 'held', reader_left: false }]);
  }

  it('goes on where the connection broke, and says so meanwhile', async () => {
    const way = await BreakableWay.to(url);
    await withPageAt(way.url, browser, async ({ page }) => {
      await askUntil(page, 'within a word');
      await answer(page).getByText('You have to give fo', { exact: true }).waitFor();
      way.cut();
      await page.getByRole('status').getByText('The connection was lost. Reconnecting…').waitFor();
      expect(await findViolations(page)).toEqual([]);
      way.mend();
      await expectWhole(page);
    });
    await way.close();
  });

  it('stands there from its beginning when the page is loaded anew', () =>
    withSoundPage(async (page) => {
      await askUntil(page, 'within a word');
      await answer(page).getByText('You have to give fo', { exact: true }).waitFor();
      await page.reload();
      await answer(page).getByText('You have to give fo', { exact: true }).waitFor();
      await phase(page, 'writing');
      await expectWhole(page);
    }));

  it('can be stopped after the page was loaded anew', () =>
    withSoundPage(async (page) => {
      await askUntil(page, 'within a word');
      await page.reload();
      await phase(page, 'writing');
      await page.getByRole('button', { name: 'Stop' }).click();
      await phase(page, 'stopped');
      await mock.left('held');
    }));
});

describe('a model that is busy', () => {
  it('is asked again by the server, then by the reader, who is told how long to wait', () =>
    withPage(async ({ page }) => {
      await ask(page, 'Who approves a business trip?');
      await phase(page, 'failed');
      expect((await mock.journal()).map((entry) => entry.status)).toEqual([429, 429, 429]);
      expect(await page.locator('article').innerText()).toMatch(/There is no answer\.[^]*Try again in 1 s\./);
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Retry' }).click();
      await phase(page, 'done');
      expect(await answer(page).innerText()).toBe('Your team lead does.');
    }));
});

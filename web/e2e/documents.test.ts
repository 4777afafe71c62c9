// The documents: adding files with the mouse and by keyboard, what becomes of them, choosing, deleting.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ask, focusedText, listenToStatus, pressByKeyboard, tabTo } from './browser';
import { inEveryView } from './every-view';
import { offer } from './offer';
import { fixture, withPage } from './scripted';

const uploads = { bytes_max: 1024 * 1024, types: ['.pdf', '.md', '.txt'] };

const listed = (name: string, more: object = {}) => ({
  name,
  title: name,
  bytes: 48_213,
  pages: 0,
  passages: 7,
  state: 'ready',
  reason: '',
  uploaded: true,
  ...more,
});

/** A server's documents as the page sees them: what it sends and deletes changes the list. */
class Shelf {
  documents: ReturnType<typeof listed>[] = [];
  readonly sent: string[] = [];
  refusal: { status: number; error: string } | null = null;
  #held: Promise<void> | null = null;

  /** Keeps what is sent from being answered until the test says so. */
  hold(): () => void {
    let release = () => {};
    this.#held = new Promise((resolve) => (release = resolve));
    return release;
  }

  async serve(page: Page, config: object = { uploads }): Promise<void> {
    await page.route(/\/documents(\?|\/|$)/, async (route) => {
      const request = route.request();
      const url = new URL(request.url());
      if (request.method() === 'GET')
        return route.fulfill({ json: { documents: this.documents, next: null } });
      if (request.method() === 'DELETE') {
        const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
        this.documents = this.documents.filter((each) => each.name !== name);
        return route.fulfill({ status: 204 });
      }
      await this.#held;
      if (request.failure()) return; // the page has cancelled it
      if (this.refusal) return route.fulfill({ status: this.refusal.status, json: this.refusal });
      const name = url.searchParams.get('name') ?? '';
      this.sent.push(url.search);
      this.documents = [
        ...this.documents.filter((each) => each.name !== name),
        listed(name, { state: 'reading' }),
      ];
      return route.fulfill({ status: 202, json: { name, state: 'waiting' } });
    });
    await offer(page, { documentList: true, ...config });
  }
}

const panel = (page: Page) => page.getByRole('complementary', { name: 'Documents' });
const status = (page: Page, text: string) => page.getByRole('status').getByText(text).waitFor();

async function open(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Documents' }).click();
  await page.getByRole('heading', { name: 'Documents', exact: true }).waitFor();
}

const file = (name: string, text = 'words') => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

async function addFiles(page: Page, ...files: ReturnType<typeof file>[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add files' }).click();
  await (await chooser).setFiles(files);
}

/** As a file that is dragged in from outside. */
async function drop(page: Page, name: string): Promise<void> {
  const data = await page.evaluateHandle((fileName) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['words'], fileName));
    return transfer;
  }, name);
  await page.dispatchEvent('h1', 'dragover', { dataTransfer: data });
  await page.getByText('Drop the files to add them').waitFor();
  await page.dispatchEvent('h1', 'drop', { dataTransfer: data });
}

async function lastOverrides(page: Page): Promise<unknown> {
  const before = fixture.asked.length;
  await ask(page, 'Why?');
  await expect.poll(() => fixture.asked.length).toBe(before + 1);
  return (fixture.asked.at(-1) as { context: { overrides: unknown } }).context.overrides;
}

describe('the documents', () => {
  it('are added by dropping them anywhere, and said to be ready when they are', () =>
    withPage(async ({ page, complaints }) => {
      const shelf = new Shelf();
      await shelf.serve(page);
      await drop(page, 'notes.md');
      await panel(page).getByText('Being read').waitFor();
      expect(shelf.sent).toEqual(['?name=notes.md']);
      shelf.documents = [listed('notes.md')];
      await status(page, 'notes.md is ready.');
      expect(await panel(page).getByText('Being read').count()).toBe(0);
      expect(complaints).toEqual([]);
    }));

  it('are not said to be ready once more in another language', () =>
    withPage(async ({ page }) => {
      const shelf = new Shelf();
      await shelf.serve(page);
      await drop(page, 'notes.md');
      await panel(page).getByText('Being read').waitFor();
      shelf.documents = [listed('notes.md')];
      await status(page, 'notes.md is ready.');
      const heardStatus = await listenToStatus(page);
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByLabel('Language').selectOption('de');
      await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
      expect(await heardStatus()).toEqual([]);
    }));

  it('are not asked for when nobody looks at them any more', () =>
    withPage(async ({ page }) => {
      const shelf = new Shelf();
      shelf.documents = [listed('notes.md', { state: 'reading' })];
      await shelf.serve(page);
      await page.clock.install();
      await open(page);
      await panel(page).getByText('Being read').waitFor();
      await page.clock.pauseAt(Date.now() + 60_000);
      await page.keyboard.press('Escape');
      await panel(page).waitFor({ state: 'detached' });
      let lists = 0;
      page.on('request', (request) => (lists += Number(request.url().includes('/documents?'))));
      await page.clock.runFor(60_000);
      await page.evaluate(() => fetch('/config'));
      expect(lists).toBe(0);
    }));

  it('show the progress of each file, which can be cancelled', () =>
    withPage(async ({ page }) => {
      const shelf = new Shelf();
      const release = shelf.hold();
      await shelf.serve(page);
      await open(page);
      await addFiles(page, file('a.md'), file('b.md'), file('c.md'));
      await page.getByRole('progressbar', { name: 'How much of c.md is sent' }).waitFor();
      await page.getByRole('button', { name: 'Cancel b.md' }).click();
      expect(await focusedText(page)).toBe('Add files');
      release();
      await panel(page).getByLabel('c.md', { exact: true }).waitFor();
      expect(shelf.sent.sort()).toEqual(['?name=a.md', '?name=c.md']);
    }));

  it('say why a file is not taken, before and after it is sent', () =>
    withPage(async ({ page }) => {
      const shelf = new Shelf();
      shelf.refusal = { status: 503, error: "The server's disk is full: the file was not kept." };
      await shelf.serve(page);
      await open(page);
      await addFiles(page, file('table.xlsx'));
      await panel(page).getByText('Files of this type are not read. Those that are: .pdf .md .txt').waitFor();
      await addFiles(page, file('large.txt', 'x'.repeat(1024 * 1024 + 1)));
      await panel(page).getByText('The file is larger than the limit of 1 MB.').waitFor();
      await addFiles(page, file('notes.txt'));
      await panel(page).getByText("The server's disk is full").waitFor();
      await status(page, "notes.txt: The server's disk is full: the file was not kept.");
      for (const name of ['table.xlsx', 'large.txt', 'notes.txt'])
        await page.getByRole('button', { name: `Dismiss ${name}` }).click();
      expect(await panel(page).getByText('Files on their way').count()).toBe(0);
      expect(shelf.sent).toEqual([]);
    }));

  it('are replaced only when the reader says so', () =>
    withPage(async ({ page }) => {
      const shelf = new Shelf();
      shelf.documents = [listed('my-notes.md')];
      await shelf.serve(page);
      await open(page);
      await panel(page).getByLabel('my-notes.md', { exact: true }).waitFor();
      await addFiles(page, file('my notes.md'));
      await panel(page).getByText('There is a document of this name.').waitFor();
      expect(shelf.sent).toEqual([]);
      const release = shelf.hold();
      await pressByKeyboard(page, 'Replace my notes.md');
      await page.getByRole('progressbar').waitFor();
      expect(await focusedText(page)).toBe('Add files');
      await tabTo(page, 'Cancel my notes.md');
      release();
      await panel(page).getByText('Being read').waitFor();
      expect(shelf.sent).toEqual(['?name=my+notes.md&replace=yes']);
      expect(await focusedText(page)).toBe('Add files');
    }));

  it('are deleted by keyboard, after a question that can be answered with no', () =>
    withPage(async ({ page, complaints }) => {
      const shelf = new Shelf();
      shelf.documents = [listed('broken.pdf', { state: 'failed', passages: 0, reason: 'is encrypted' })];
      await shelf.serve(page);
      await page.locator('body').focus();
      await pressByKeyboard(page, 'Documents');
      await panel(page).getByText('is encrypted').waitFor();
      await pressByKeyboard(page, 'Delete broken.pdf…');
      expect(await focusedText(page)).toBe('Keep');
      await page.keyboard.press('Enter');
      expect(await focusedText(page)).toBe('Delete');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      await status(page, 'broken.pdf is deleted.');
      expect(await focusedText(page)).toContain('There are no documents yet.');
      expect(shelf.documents).toEqual([]);
      expect(complaints).toEqual([]);
    }));

  it('are chosen by keyboard: the questions are asked over them, as the question box says', () =>
    withPage(async ({ page, complaints }) => {
      const shelf = new Shelf();
      shelf.documents = [listed('a.md'), listed('b.md'), listed('c.md')];
      await shelf.serve(page);
      expect(await lastOverrides(page)).not.toHaveProperty('include_documents');
      await page.locator('body').focus();
      await pressByKeyboard(page, 'Documents');
      await tabTo(page, 'b.md');
      await page.keyboard.press('Space');
      await page.getByRole('button', { name: 'Asked over b.md only' }).waitFor();
      await tabTo(page, 'c.md');
      await page.keyboard.press('Space');
      await page.getByRole('button', { name: 'Asked over 2 chosen documents' }).waitFor();
      await panel(page).getByRole('button', { name: 'Ask over all' }).press('Enter');
      expect(await focusedText(page)).toContain('Questions are asked over all documents.');
      for (const name of ['b.md', 'c.md']) await page.getByLabel(name, { exact: true }).check();
      await page.keyboard.press('Escape');
      await panel(page).waitFor({ state: 'detached' });
      expect(await lastOverrides(page)).toMatchObject({ include_documents: ['b.md', 'c.md'] });
      await page.getByRole('button', { name: 'Ask over all' }).click();
      expect(await lastOverrides(page)).not.toHaveProperty('include_documents');
      expect(complaints).toEqual([]);
    }));

  it('are only listed and chosen where the server takes none', () =>
    withPage(async ({ page }) => {
      const shelf = new Shelf();
      shelf.documents = [listed('a.md'), listed('handbook.pdf', { uploaded: false, pages: 12 })];
      await shelf.serve(page, { uploads: null });
      await open(page);
      await panel(page).getByLabel('handbook.pdf').check();
      expect(await panel(page).getByText('12 pages').count()).toBe(1);
      expect(
        await panel(page)
          .getByRole('button', { name: /Add files|Delete/ })
          .count(),
      ).toBe(0);
    }));

  it('are not offered by a server that lists none', () =>
    withPage(async ({ page }) => {
      await page.getByRole('button', { name: 'Settings' }).waitFor();
      expect(await page.getByRole('button', { name: 'Documents' }).count()).toBe(0);
    }));
});

async function withEverything(page: Page): Promise<void> {
  const shelf = new Shelf();
  shelf.documents = [
    listed('annual-report-of-the-whole-group-with-all-appendices-2023.pdf', { pages: 312, uploaded: false }),
    listed('notes.md', { state: 'embedding' }),
    listed('scan.pdf', { state: 'failed', passages: 0, reason: 'is encrypted: save it without a password' }),
  ];
  await shelf.serve(page);
  await open(page);
  await page.getByLabel('annual-report').check();
  shelf.hold();
  await addFiles(page, file('table.xlsx'), file('scan.pdf'), file('long.txt'));
  await page.getByRole('progressbar').waitFor();
  await page.getByRole('button', { name: 'Delete scan.pdf…' }).click();
}

inEveryView([
  ['the documents with files on their way', withEverything],
  [
    'no documents',
    async (page) => {
      await new Shelf().serve(page);
      await open(page);
      await page.getByText('There are no documents yet.').waitFor();
    },
  ],
  [
    'a chosen document at the question box',
    async (page) => {
      await withEverything(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /Asked over/ }).waitFor();
    },
  ],
]);

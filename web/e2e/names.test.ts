// Names and roles of the main states, as the browser's accessibility tree has them, compared with files in
// names/: a label that is lost, or a control that is one no more, shows as a diff.
//
// PARLEY_E2E_UPDATE=1 writes the files anew. Look at their diff before it is committed.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ask, phase } from './browser';
import type { State } from './every-view';
import { offer } from './offer';
import { withPage } from './scripted';

const folder = new URL('./names/', import.meta.url);
const isUpdate = Boolean(process.env['PARLEY_E2E_UPDATE']);
const question = 'How many vacation days do I get each year?';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function showAnswer(page: Page): Promise<void> {
  await offer(page, { feedback: true });
  await ask(page, question);
  await phase(page, 'done');
}

async function showDocuments(page: Page): Promise<void> {
  const usual = { bytes: 48_213, pages: 3, passages: 7, state: 'ready', reason: '', uploaded: true };
  const failed = { state: 'failed', passages: 0, reason: 'is encrypted: save it without a password' };
  const documents = [
    { name: 'handbook.pdf', title: 'Handbook', ...usual },
    { name: 'scan.pdf', title: 'scan.pdf', ...usual, ...failed },
  ];
  await page.route(/\/documents(\?|$)/, (route) => route.fulfill({ json: { documents, next: null } }));
  await offer(page, { documentList: true, uploads: { bytes_max: 1024 * 1024, types: ['.pdf', '.md'] } });
  await press(page, 'Documents');
  await page.getByRole('checkbox', { name: 'Handbook' }).check();
}

const states: State[] = [
  ['start', (page) => page.getByRole('button', { name: 'vacation' }).waitFor()],
  ['answer', showAnswer],
  [
    'panel',
    async (page) => {
      const body = '# Travel notes\n\nMeals on a journey are paid.\n';
      await page.route('**/content/travel*', (route) =>
        route.fulfill({ contentType: 'text/markdown', body }),
      );
      await showAnswer(page);
      await page.locator('.sources button', { hasText: 'travel notes.md' }).click();
      await page.locator('.panel .blocks').waitFor();
    },
  ],
  [
    'settings',
    async (page) => {
      await offer(page, { answerer: 'model', showVectorOption: true, showSemanticRankerOption: true });
      await press(page, 'Settings');
      await page.getByLabel('Developer options').check();
      await page.getByLabel('Temperature of the model').waitFor();
    },
  ],
  [
    'history',
    async (page) => {
      await showAnswer(page);
      await press(page, 'History');
      await page.getByRole('button', { name: `More about “${question}”` }).click();
      await page.getByRole('button', { name: 'Rename' }).waitFor();
    },
  ],
  ['documents', showDocuments],
];

it.each(states)('%s: names and roles are those of the file', (state, reach) =>
  withPage(async ({ page }) => {
    await reach(page);
    const file = new URL(`${state}.yaml`, folder);
    const names = `${await page.locator('body').ariaSnapshot()}\n`;
    if (isUpdate) {
      await mkdir(folder, { recursive: true });
      await writeFile(file, names);
    }
    expect(names).toBe(await readFile(file, 'utf8'));
  }),
);

it('are others when a label is lost', () =>
  withPage(async ({ page }) => {
    const before = await page.locator('body').ariaSnapshot();
    expect(before).toContain('textbox "Your question"');
    await page.locator('label[for="question"]').evaluate((label) => label.remove());
    expect(await page.locator('body').ariaSnapshot()).not.toContain('textbox "Your question"');
  }));

// Every state of the page, audited by axe in light, dark and narrow.
import type { Page } from 'playwright-core';
import { ask as askOnly, phase } from './browser';
import { longPassage, pdfPassage } from './fixture-documents';
import { context, contextOf, pdfCitation, words } from './fixture-server';
import { inEveryView, type State } from './every-view';
import { offer } from './offer';
import { fixture } from './scripted';

async function ask(page: Page, until: string): Promise<void> {
  await askOnly(page, 'How many vacation days do I get each year?');
  await phase(page, until);
}

async function openSource(page: Page, name: string): Promise<void> {
  await ask(page, 'done');
  await page.locator('.sources button', { hasText: name }).click();
  const shown = ['iframe', 'pre', 'canvas', '.blocks', '.preview > p:not(:has-text("Loading"))'];
  await page
    .locator(shown.map((part) => `.panel ${part}`).join())
    .first()
    .waitFor();
}

let holds = 0;
function half(): { name: string; steps: [typeof context, ReturnType<typeof words>, { hold: string }] } {
  const name = `half ${holds++}`;
  return { name, steps: [context, words('You have **25 days** [handbook.pdf#page=3] of'), { hold: name }] };
}

const code = `\`\`\`\n${'code '.repeat(60)}\n\`\`\`\n`;
const table =
  '| Plan | Days | Where | |\n|:--|--:|:-:|---|\n| Full time | 25 | [handbook.pdf#page=3] | yes |\n' +
  '| Part time, by agreement with the department | 12 | [travel notes.md] |\n\n';
const everyKindOfText =
  `# Title\n\n1. *One* [handbook.pdf#page=3]\n   - within\n     1. deeper\n\n     and on\n   - again\n` +
  `2. \`two\`\n\n- ${'long'.repeat(40)}\n\n${table}See [the rules](https://elsewhere.example/a/long/` +
  `address), https://elsewhere.example/.\n\n${table}${code}${code}<b>not bold</b>`;

const question = 'How many vacation days do I get each year?';
const states: State[] = [
  ['start', async (page) => page.getByRole('button', { name: 'vacation' }).waitFor()],
  [
    'no documents',
    async (page) => {
      await page.route('**/config', (route) => route.fulfill({ json: { documents: 'none' } }));
      await page.reload();
      await page.getByText('There are no documents yet.').waitFor();
    },
  ],
  ['question typed', async (page) => page.getByLabel('Your question').fill('Why?\nAnd\nhow?')],
  [
    'question too long',
    async (page) => {
      await page.getByLabel('Your question').fill('Why? '.repeat(20_000));
      await page.getByText('This question is too long.').waitFor();
    },
  ],
  [
    'searching',
    async (page) => {
      fixture.script(question, { steps: [{ hold: `searching ${holds++}` }] });
      await ask(page, 'searching');
    },
  ],
  [
    'streaming',
    async (page) => {
      fixture.script(question, { steps: half().steps });
      await ask(page, 'writing');
    },
  ],
  [
    'stopped',
    async (page) => {
      fixture.script(question, { steps: half().steps });
      await ask(page, 'writing');
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.locator('article[data-phase="stopped"]').waitFor();
    },
  ],
  [
    'failed in mid-answer',
    async (page) => {
      const problem = { error: 'The model is busy.', code: 'upstream_busy', request_id: 'r-17' };
      fixture.script(question, { steps: [context, words('Half an'), { send: problem }] });
      await ask(page, 'failed');
    },
  ],
  [
    'refused',
    async (page) => {
      fixture.script(question, {
        status: 503,
        body: { error: 'The server is stopping.', retry_after: 2 },
      });
      await ask(page, 'failed');
    },
  ],
  ['done', (page) => ask(page, 'done')],
  [
    'done with every kind of text',
    async (page) => {
      fixture.script(question, { steps: [context, words(everyKindOfText)] });
      await ask(page, 'done');
      await page.locator('summary').click();
    },
  ],
  [
    'answer rated',
    async (page) => {
      await offer(page, { feedback: true });
      await ask(page, 'done');
      await page.getByRole('button', { name: 'Bad answer' }).click();
      await page.getByLabel('What was wrong?').fill('The page is another one.');
      await page.locator('.rating').getByText('Thank you').waitFor();
    },
  ],
  ['panel with a PDF page', (page) => openSource(page, 'handbook.pdf')],
  [
    'panel with a long passage',
    async (page) => {
      const quoted = words(`${pdfPassage} [${pdfCitation}]`);
      fixture.script(question, { steps: [contextOf({ [pdfCitation]: longPassage }), quoted] });
      await openSource(page, 'handbook.pdf');
    },
  ],
  ['panel with HTML', (page) => openSource(page, 'security.html')],
  ['panel with text', (page) => openSource(page, 'travel notes.md')],
  [
    'panel without a preview',
    async (page) => {
      await ask(page, 'done');
      await page.locator('summary').click();
      await page.getByRole('button', { name: 'gone.pdf' }).click();
      await page.getByText('There is no document').waitFor();
    },
  ],
];

inEveryView(states);

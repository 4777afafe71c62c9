// Whether the page stays smooth: how long its frames, its tasks and its keys take while an answer of 2,000
// pieces arrives at 500 a second: in a new conversation, behind one of 300 messages, and in one answer of
// 200,000 characters.
//
// Prints figures beside their limits and fails where one is not met. Times belong to the machine that they
// were taken on, and to how busy it was: CI does not run this.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ask, phase } from '../e2e/browser';
import { contextOf, pdfCitation, textCitation, words, type Step } from '../e2e/fixture-server';
import { fixture, withPage } from '../e2e/scripted';

const pieces = 2000;
const piecesPerSecond = 500;
const piecesAtOnce = 5; // timers are no finer than some milliseconds
const typed = 'What else is there to know of this, and where does it stand? ';

/** An answer as models write them: a heading, sentences, lists, a table, code, citations. */
const section =
  '## Notice and leave\n\nThe notice is **four weeks** to the end of a month. ' +
  `[${pdfCitation}] After two years it is longer, as the handbook says in its third chapter. ` +
  `Travel has rules of its own [${textCitation}].\n\n- Ask your *team lead* first\n` +
  '- Then write to the office\n\n' +
  '| Years | Weeks |\n|---|---|\n| 1 | 4 |\n| 5 | 8 |\n\n```js\nconst weeks = years > 2 ? 8 : 4;\n```\n\n';

function* stream(tokens = section.match(/\s*\S+\s?/g) ?? []): Generator<Step> {
  yield contextOf({ [pdfCitation]: 'Four weeks.', [textCitation]: 'Rules of travel.' });
  for (let sent = 0; sent < pieces; sent++) {
    yield words(tokens[sent % tokens.length] ?? '');
    if (sent % piecesAtOnce === piecesAtOnce - 1) yield { pauseMs: (piecesAtOnce * 1000) / piecesPerSecond };
  }
}

/** The same text in pieces of 100 characters, so that all of them are 200,000. */
const longTokens = section.repeat(100).match(/[^]{100}/g) ?? [];

/** Makes the page's own keeping of one answered question one of many, before it is restored. */
function repeatKeptTurn(times: number): void {
  const key = Object.keys(sessionStorage).find((name) => name.startsWith('parley-conversation'));
  const kept = JSON.parse((key && sessionStorage.getItem(key)) ?? '{}') as { turns?: object[] };
  const [turn, ...others] = kept.turns ?? [];
  if (!key || !turn || others.length > 0) return;
  sessionStorage.setItem(key, JSON.stringify({ ...kept, turns: Array(times).fill(turn) }));
}

const limits = { longTasks: 0, keyMs: 50 };

interface Measured {
  frameMs: number[];
  longTaskMs: number[];
  keyDelayMs: number[]; // from a key to our hearing of it
}

const measure = (page: Page) =>
  page.evaluate(() => {
    const measured: Measured = { frameMs: [], longTaskMs: [], keyDelayMs: [] };
    Object.assign(window, { measured });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) measured.longTaskMs.push(duration);
    }).observe({ type: 'longtask' });
    addEventListener(
      'keydown',
      (event) => measured.keyDelayMs.push(performance.now() - event.timeStamp),
      true,
    );
    let before = performance.now();
    const frame = (now: number): void => {
      measured.frameMs.push(now - before);
      before = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });

const measuredBy = (page: Page) =>
  page.evaluate(() => (window as unknown as { measured: Measured }).measured);

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? NaN) * 10) / 10;
}

async function streamInto(page: Page, name: string, steps = [...stream()]): Promise<void> {
  fixture.script(name, { steps });
  await measure(page);
  const article = page.locator('article').nth(await page.locator('article').count());
  await ask(page, name);
  await article.waitFor();
  while (/searching|writing/.test((await article.getAttribute('data-phase')) ?? ''))
    await page.keyboard.type(typed, { delay: 30 });
  const measured = await measuredBy(page);
  print(name, measured);
  expect(measured.keyDelayMs.length).toBeGreaterThan(50);
  expect((await article.textContent())?.length).toBeGreaterThan(5000); // also what is out of sight
  expect.soft(measured.longTaskMs.length, 'tasks over 50 ms').toBeLessThanOrEqual(limits.longTasks);
  expect.soft(percentile(measured.keyDelayMs, 0.95), 'delay of keys, p95').toBeLessThanOrEqual(limits.keyMs);
}

function print(name: string, { frameMs, longTaskMs, keyDelayMs }: Measured): void {
  const ms = (values: number[], share: number) => `${percentile(values, share)} ms`;
  const longest = longTaskMs.length > 0 ? `, longest ${ms(longTaskMs, 1)}` : '';
  console.log(
    [
      name,
      `frames: ${frameMs.length}, p50 ${ms(frameMs, 0.5)}, p95 ${ms(frameMs, 0.95)}, ` +
        `longest ${ms(frameMs, 1)}`,
      `tasks over 50 ms: ${longTaskMs.length} (limit ${limits.longTasks})${longest}`,
      `keys: ${keyDelayMs.length}, delay p95 ${ms(keyDelayMs, 0.95)} (limit ${limits.keyMs} ms), ` +
        `longest ${ms(keyDelayMs, 1)}`,
    ].join('\n  '),
  );
}

describe('the page, while 2,000 pieces arrive at 500 a second', () => {
  it('in a new conversation', () => withPage(({ page }) => streamInto(page, 'A new conversation')));

  it('with 200,000 characters', () =>
    withPage(({ page }) => streamInto(page, 'A long answer', [...stream(longTokens)])));

  it('behind a conversation of 300 messages', () =>
    withPage(async ({ page }) => {
      fixture.script('Once?', { steps: [...stream()].filter((step) => !('pauseMs' in step)).slice(0, 120) });
      await ask(page, 'Once?');
      await phase(page, 'done');
      await page.addInitScript(repeatKeptTurn, 150);
      await page.reload();
      await page.locator('article').nth(149).waitFor();
      await streamInto(page, 'Behind 300 messages');
    }));
});

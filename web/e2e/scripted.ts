// Chromium and a scripted server for all tests of the file that imports this, and a fresh page for each test.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openPage, startBrowser, type WatchedPage } from './browser';
import { FixtureServer } from './fixture-server';

export let browser: Browser;
export let fixture: FixtureServer;

beforeAll(async () => {
  fixture = await FixtureServer.start();
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await fixture?.stop();
});

export async function withPage(
  test: (watched: WatchedPage) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const watched = await openPage(browser, fixture.url, options);
  try {
    await test(watched);
  } finally {
    await watched.close();
  }
}

export async function ask(page: Page, question: string): Promise<void> {
  await page.getByLabel('Your question').fill(question);
  await page.keyboard.press('Enter');
}

/** Waits until there is an answer in this phase. */
export const phase = (page: Page, name: string) => page.locator(`article[data-phase="${name}"]`).waitFor();

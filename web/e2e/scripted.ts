// Chromium and a scripted server for all tests of the file that imports this, and a fresh page for each test.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { startBrowser, withPageAt, type PageOptions, type WatchedPage } from './browser';
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

export const withPage = (
  test: (watched: WatchedPage) => Promise<void>,
  options: PageOptions = {},
): Promise<void> => withPageAt(fixture.url, browser, test, options);

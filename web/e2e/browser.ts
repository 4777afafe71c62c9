// Starts Chromium and opens pages that are watched, whatever the browser complains about; and what every test
// does with one.
import axe from 'axe-core';
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const executable = '/usr/bin/chromium';
const flags =
  '--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking ' +
  '--disable-component-update --disable-sync';

export async function startBrowser(): Promise<Browser> {
  if (!existsSync(executable)) {
    throw new Error(`${executable} is missing. Install it with: apt-get install chromium`);
  }
  return chromium.launch({ executablePath: executable, args: flags.split(' ') });
}

export interface WatchedPage {
  page: Page;
  complaints: string[]; // console errors, policy violations, uncaught exceptions, requests to other hosts
  close: () => Promise<void>;
}

/** A page in a context of its own: no cookie, cache or storage comes from another test. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (problem) => complaints.push(String(problem)));
  page.on('request', (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(url))
      complaints.push(`asked ${request.url()}`);
  });
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}

/** Shows the page to a test, and closes it whatever the test does. */
export async function withPageAt(
  url: string,
  browser: Browser,
  test: (watched: WatchedPage) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const watched = await openPage(browser, url, options);
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

/** What axe finds, as lines that say where. */
export async function findViolations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const results = await page.evaluate(async () => {
    const { axe: engine } = window as unknown as { axe: typeof axe };
    return engine.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } });
  });
  return results.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary ?? rule.help}`),
  );
}

/** Whether everything fits the width: at 320 px nothing may need scrolling sideways. */
export async function overflowPx(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

export function focusedText(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
}

// Starts Chromium and opens pages that are watched, whatever the browser complains about; and what every test
// does with one.
import axe, { type NodeResult } from 'axe-core';
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { lookedAt } from './looked-at';

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

export interface PageOptions extends BrowserContextOptions {
  others?: string[]; // origins beside its own that the page may ask
}

/** A page in a context of its own: no cookie, cache or storage comes from another test. */
export async function openPage(
  browser: Browser,
  url: string,
  { others = [], ...options }: PageOptions = {},
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
  const origins = [new URL(url).origin, ...others];
  page.on('request', (request) => {
    if (/^https?:/.test(request.url()) && !origins.includes(new URL(request.url()).origin))
      complaints.push(`asked ${request.url()}`);
  });
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}

/** What the browser says of a request that failed; tests that make one fail expect that. */
const isAboutFailedRequest = (complaint: string) => complaint.startsWith('Failed to load resource');

/**
 * Shows the page to a test, and closes it whatever the test does. In no flow may a policy be violated, an
 * error be logged or thrown, or another host be asked.
 */
export async function withPageAt(
  url: string,
  browser: Browser,
  test: (watched: WatchedPage) => Promise<void>,
  options: PageOptions = {},
): Promise<void> {
  const watched = await openPage(browser, url, options);
  try {
    await test(watched);
    const faults = watched.complaints.filter((complaint) => !isAboutFailedRequest(complaint));
    if (faults.length > 0) throw new Error(`the browser complained: ${faults.join('; ')}`);
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

/** What axe finds, and what it could not decide that nobody has looked at, as lines that say where. */
export async function findViolations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (known) => {
    const { axe: engine } = window as unknown as { axe: typeof axe };
    const results = await engine.run(document, {
      resultTypes: ['violations', 'incomplete'],
      rules: { 'target-size': { enabled: true } },
      elementRef: true,
    });

    /** What is left open, by the key of what axe says of it, or else by the name of the check. */
    const whyOf = (node: NodeResult) =>
      [...node.any, ...node.all, ...node.none].map(({ id, data }) => {
        const { messageKey } = (data ?? {}) as { messageKey?: string };
        return messageKey ?? id;
      });
    const isKnown = (id: string, node: NodeResult) =>
      known.some(
        ({ rule, why, where }) =>
          rule === id && whyOf(node).every((each) => each === why) && node.element?.matches(where),
      );

    // Half behind what stays in place while the page scrolls: judged where all of it is to be seen.
    const place = scrollY;
    for (const rule of results.violations.filter(({ id }) => id === 'target-size')) {
      const small: NodeResult[] = [];
      for (const node of rule.nodes) {
        node.element?.scrollIntoView({ block: 'center', behavior: 'instant' });
        const runOnly = { type: 'rule' as const, values: ['target-size'] };
        const alone = await engine.run(node.element ?? document, { runOnly });
        if (alone.violations.length > 0) small.push(node);
      }
      rule.nodes = small;
    }
    scrollTo({ top: place, behavior: 'instant' });
    return [
      ...results.violations.flatMap((rule) =>
        rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary ?? rule.help}`),
      ),
      ...results.incomplete.flatMap((rule) =>
        rule.nodes
          .filter((node) => !isKnown(rule.id, node))
          .map(
            (node) =>
              `${rule.id}, undecided for ${whyOf(node).join()}: ${node.target.join(' ')}: ${node.html}`,
          ),
      ),
    ];
  }, lookedAt);
}

/** Whether everything fits the width: at 320 px nothing may need scrolling sideways. */
export async function overflowPx(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** Words that an edge cuts off where nobody can scroll to the rest of them. */
export async function findCutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isHidden = (element: Element) => {
      const { visibility, clipPath, color } = getComputedStyle(element);
      return visibility === 'hidden' || clipPath !== 'none' || color === 'rgba(0, 0, 0, 0)';
    };
    const cuts = (overflow: string) => overflow === 'hidden' || overflow === 'clip';

    /** By how many pixels words at this place stand out of what lets nobody scroll to them. */
    function cutPx({ left, right, top, bottom }: DOMRect, words: Element): number {
      for (let box: Element | null = words; box; box = box.parentElement) {
        if (isHidden(box)) return 0;
        const { overflowX, overflowY } = getComputedStyle(box);
        const edge = box.getBoundingClientRect();
        const beside = cuts(overflowX) ? Math.max(edge.left - left, right - edge.right) : 0;
        const below = cuts(overflowY) ? Math.max(edge.top - top, bottom - edge.bottom) : 0;
        // Above and below the letters there is some room within the place.
        if (beside > 1 || below > (bottom - top) / 5) return Math.max(beside, below);
        if (/auto|scroll/.test(overflowX + overflowY)) return 0;
      }
      return left < -1 && document.dir !== 'rtl' ? -left : 0;
    }

    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const parent = text.parentElement;
      if (!parent || !text.textContent?.trim() || !parent.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const cut = Math.max(0, ...[...range.getClientRects()].map((place) => cutPx(place, parent)));
      if (cut > 0) found.push(`${Math.round(cut)} px of “${text.textContent.trim().slice(0, 60)}”`);
    }
    return found;
  });
}

/** So long may a task keep the page on a busy machine; one whose time grows by squares takes far longer. */
export const freezeMs = 2_000;

/** From now on: how long the longest task was that the page could do nothing beside. */
export async function watchTasks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    Object.assign(window, { longestTaskMs: 0 });
    const seen = window as unknown as { longestTaskMs: number };
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        seen.longestTaskMs = Math.max(seen.longestTaskMs, duration);
    }).observe({ type: 'longtask' });
  });
  return () => page.evaluate(() => (window as unknown as { longestTaskMs: number }).longestTaskMs);
}

export function focusedText(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
}

/** Begins to hear what the status says, as a screen reader does; the result gives it, in order. */
export async function listenToStatus(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const region = document.querySelector('[role="status"]');
    const listen = new MutationObserver(() => heard.push(region?.textContent ?? ''));
    if (region) listen.observe(region, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}

/** Goes on with Tab to the control of this name. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let steps = 0; steps < 60; steps++) {
    if ((await focusedName(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not come to ${name}`);
}

export async function pressByKeyboard(page: Page, name: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

/** What the control with the focus is called: by its label, its own words or its attribute. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    const label = focused && 'labels' in focused ? (focused as HTMLInputElement).labels?.[0] : undefined;
    return (label?.textContent ?? focused?.getAttribute('aria-label') ?? focused?.textContent ?? '').trim();
  });
}

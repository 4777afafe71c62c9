// Looks at states of the page in every way it may be shown in: axe finds nothing, nothing needs scrolling
// sideways, and no words are cut off.
import { mkdir } from 'node:fs/promises';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { findCutOff, findViolations, overflowPx } from './browser';
import { withPage } from './scripted';

interface View extends NonNullable<Parameters<Page['emulateMedia']>[0]> {
  textSize?: '200%';
}

const wide = { width: 1280, height: 720 };
const phone = { width: 390, height: 844 };
const narrow = { width: 320, height: 640 };

/** A page comes to a state once for each width, and is then shown in these ways. */
const widths: [string, BrowserContextOptions, [string, View][]][] = [
  [
    'wide',
    { viewport: wide },
    [
      ['light', {}],
      ['dark', { colorScheme: 'dark' }],
      ['forced colours', { colorScheme: 'light', forcedColors: 'active' }],
      ['text at 200 percent', { forcedColors: 'none', textSize: '200%' }],
    ],
  ],
  [
    '390 px',
    { viewport: phone },
    [
      ['light', {}],
      ['dark', { colorScheme: 'dark' }],
      ['forced colours', { colorScheme: 'light', forcedColors: 'active' }],
      ['text at 200 percent', { forcedColors: 'none', textSize: '200%' }],
    ],
  ],
  [
    '320 px',
    { viewport: narrow },
    [
      ['light', {}],
      ['dark', { colorScheme: 'dark' }],
    ],
  ],
  ['400 percent', { viewport: { ...narrow, height: 256 } }, [['light', {}]]],
];

/** A folder for pictures of every state, for the eye; none are taken when it is not set. */
const pictures = process.env['PARLEY_E2E_PICTURES'];

/** The name of a state, and how a page comes to it. */
export type State = [string, (page: Page) => Promise<void>];

export function inEveryView(states: State[]): void {
  beforeAll(async () => {
    if (pictures) await mkdir(pictures, { recursive: true });
  });

  describe.each(widths)('in a page that is %s', (width, options, views) => {
    it.each(states)('%s: axe finds nothing and nothing needs scrolling sideways', (state, reach) =>
      withPage(async ({ page }) => {
        await reach(page);
        await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
        for (const [view, { textSize = '', ...media }] of views) {
          await page.emulateMedia(media);
          await page.evaluate((size) => (document.documentElement.style.fontSize = size), textSize);
          const violations = textSize ? [] : await findViolations(page);
          expect({ view, violations }).toEqual({ view, violations: [] });
          expect(await overflowPx(page), view).toBeLessThanOrEqual(0);
          expect({ view, cutOff: await findCutOff(page) }).toEqual({ view, cutOff: [] });
          if (pictures) await page.screenshot({ path: `${pictures}/${width} ${view} - ${state}.png` });
        }
      }, options),
    );
  });
}

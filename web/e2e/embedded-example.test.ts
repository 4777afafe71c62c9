// The page of examples/page, served from an origin of its own, with the chat of a real server on the sample
// documents.
//
// tests/e2e/browser_test.py serves the page and says where it and the server are.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolations, phase, startBrowser, withPageAt } from './browser';

const server = process.env['PARLEY_E2E_URL'] ?? '';
const host = process.env['PARLEY_E2E_HOST'] ?? '';

let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser?.close());

describe('the example page', () => {
  it('is asked by keyboard, cites, opens what it cites, and breaks no policy', () =>
    withPageAt(
      host,
      browser,
      async ({ page, complaints }) => {
        const box = page.getByLabel('Your question');
        await box.waitFor();
        expect(await findViolations(page)).toEqual([]);
        await box.focus();
        await page.keyboard.type('How much notice do I have to give after the probation period?');
        await page.keyboard.press('Enter');
        await phase(page, 'done');
        expect(await page.locator('article').innerText()).toContain('four weeks');
        expect(await findViolations(page)).toEqual([]);

        await page.locator('button.citation').first().focus();
        await page.keyboard.press('Enter');
        await page.getByRole('region', { name: 'Cited passage' }).waitFor();
        const link = page.getByRole('link', { name: 'Open the document in a new tab' });
        expect(await link.getAttribute('href')).toContain(`${server}/content/`);
        expect(await findViolations(page)).toEqual([]);
        await page.keyboard.press('Escape');
        expect(
          await page
            .locator('button.citation')
            .first()
            .evaluate((it) => it.matches(':focus')),
        ).toBe(true);
        expect(complaints).toEqual([]);
      },
      { others: [server] },
    ));
});

// Makes the scripted server say that it takes ratings, to one page.
import type { Page } from 'playwright-core';
import { fixture } from './scripted';

export async function takeRatings(page: Page): Promise<void> {
  await page.route('**/config', (route) => route.fulfill({ json: { ...fixture.config, feedback: true } }));
  await page.reload();
}

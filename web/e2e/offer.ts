// Makes the scripted server offer more than it usually does, to one page.
import type { Page } from 'playwright-core';
import { fixture } from './scripted';

export async function offer(page: Page, more: object): Promise<void> {
  await page.route('**/config', (route) => route.fulfill({ json: { ...fixture.config, ...more } }));
  await page.reload();
}

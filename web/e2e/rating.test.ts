// Rating an answer: only where the server takes ratings, with the keyboard alone, and heard.
import { describe, expect, it } from 'vitest';
import { ask, phase, pressByKeyboard } from './browser';
import { offer } from './offer';
import { fixture, withPage } from './scripted';

describe('rating an answer', () => {
  it('is not offered by a server that takes none', () =>
    withPage(async ({ page }) => {
      await ask(page, 'Why?');
      await phase(page, 'done');
      expect(await page.getByRole('group', { name: 'Rate this answer' }).count()).toBe(0);
    }));

  it('works with the keyboard alone, and each step is said once', () =>
    withPage(async ({ page, complaints }) => {
      await offer(page, { feedback: true });
      await ask(page, 'Why?');
      await phase(page, 'done');
      await page.locator('[data-question]').focus();
      await pressByKeyboard(page, 'Bad answer');
      const status = page.getByRole('status');
      await status.getByText('Thank you for the rating.').waitFor();
      const down = page.getByRole('button', { name: 'Bad answer' });
      expect(await down.getAttribute('aria-pressed')).toBe('true');
      const runId = `run-${fixture.asked.length}`;
      expect(fixture.rated.at(-1)).toEqual({ run_id: runId, rating: 'down', comment: '' });

      await page.keyboard.press('Tab');
      await page.keyboard.type('The page is another one.');
      await pressByKeyboard(page, 'Send comment');
      await status.getByText('Thank you for the comment.').waitFor();
      const comment = 'The page is another one.';
      expect(fixture.rated.at(-1)).toEqual({ run_id: runId, rating: 'down', comment });
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
        'Bad answer',
      );
      expect(complaints).toEqual([]);
    }));

  it('is remembered when the page is reloaded', () =>
    withPage(async ({ page }) => {
      await offer(page, { feedback: true });
      await ask(page, 'Why?');
      await phase(page, 'done');
      await page.getByRole('button', { name: 'Bad answer' }).click();
      await page.locator('.rating').getByText('Thank you for the rating.').waitFor();
      await page.reload();
      const down = page.getByRole('button', { name: 'Bad answer' });
      await down.waitFor();
      expect(await down.getAttribute('aria-pressed')).toBe('true');
    }));

  it('says why it was not sent', () =>
    withPage(async ({ page }) => {
      await offer(page, { feedback: true });
      const refusal = { error: 'The history cannot be reached.', code: 'busy' };
      await page.route('**/feedback', (route) => route.fulfill({ status: 503, json: refusal }));
      await ask(page, 'Why?');
      await phase(page, 'done');
      await page.getByRole('button', { name: 'Good answer' }).click();
      await page
        .getByRole('status')
        .getByText('The rating was not sent. The history cannot be reached.')
        .waitFor();
    }));
});

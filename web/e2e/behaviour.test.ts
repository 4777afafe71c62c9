// What the page does in states that only a scripted server can hold. The product's own policy is in force.
import { describe, expect, it } from 'vitest';
import { ask, focusedText, listenToStatus, phase } from './browser';
import { context, note, words } from './fixture-server';
import { fixture, withPage } from './scripted';

describe('asking', () => {
  it('leaves Shift+Enter and the Enter of an input method alone', () =>
    withPage(async ({ page, complaints }) => {
      const box = page.getByLabel('Your question');
      await box.fill('one');
      await page.keyboard.press('Shift+Enter');
      await page.keyboard.type('two');
      await box.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
      expect(await box.inputValue()).toBe('one\ntwo');
      expect(await page.locator('article').count()).toBe(0);
      await box.fill('   ');
      await page.keyboard.press('Enter');
      expect(await page.locator('article').count()).toBe(0);
      expect(complaints).toEqual([]);
    }));

  it('keeps a question that is too long, says so once, and asks it when it is shorter', () =>
    withPage(async ({ page, complaints }) => {
      const box = page.getByLabel('Your question');
      const askButton = page.getByRole('button', { name: 'Ask', exact: true });
      const problem = page.getByText('This question is too long. Shorten it by 1,002 characters to ask it.');
      await box.fill('x'.repeat(65_536 + 1_002));
      await problem.waitFor();
      expect((await box.inputValue()).length).toBe(66_538);
      expect(await askButton.isDisabled()).toBe(true);
      expect(await box.getAttribute('aria-describedby')).toContain(await problem.getAttribute('id'));
      expect(await page.getByRole('status').textContent()).toBe('The question is too long.');
      await page.keyboard.press('Enter');
      expect(await page.locator('article').count()).toBe(0);

      await box.fill('x'.repeat(65_536));
      await problem.waitFor({ state: 'detached' });
      expect(await page.getByRole('status').textContent()).toBe('');
      await page.keyboard.press('Enter');
      await phase(page, 'done');
      expect(fixture.asked.at(-1)).toMatchObject({ messages: [{ content: 'x'.repeat(65_536) }] });
      expect(complaints).toEqual([]);
    }));

  it('announces each phase once and no words', () =>
    withPage(async ({ page }) => {
      const heardStatus = await listenToStatus(page);
      fixture.script('Announce?', {
        steps: [
          context,
          { hold: 'searched' },
          words('One'),
          { hold: 'one word' },
          words(' two'),
          words(' three'),
        ],
      });
      await ask(page, 'Announce?');
      await phase(page, 'searching');
      fixture.release('searched');
      await phase(page, 'writing');
      fixture.release('one word');
      await phase(page, 'done');
      const heard = await heardStatus();
      expect(heard).toEqual(['Searching…', 'Writing…', 'Answer complete.']);
      expect(await page.locator('[aria-live], [role="status"], [role="alert"], [role="log"]').count()).toBe(
        1,
      );
    }));

  it('never shows half a citation marker, nor makes a link of an unknown one', () =>
    withPage(async ({ page, complaints }) => {
      fixture.script('Marker?', {
        steps: [
          context,
          words('Yes [handbook.pdf#pa'),
          { hold: 'half a marker' },
          words('ge=3] or [page=3] [2].'),
        ],
      });
      await ask(page, 'Marker?');
      await phase(page, 'writing');
      await expect.poll(async () => (await page.locator('.text').innerText()).trim()).toBe('Yes');
      fixture.release('half a marker');
      await phase(page, 'done');
      expect(await page.locator('.text').innerText()).toBe('Yes 1 or [page=3] [2].');
      expect(await page.locator('.text button, .text a').count()).toBe(1);
      expect(complaints).toEqual([]);
    }));

  it('stops: the text stays, the connection closes, the focus goes to the question box', () =>
    withPage(async ({ page, complaints }) => {
      fixture.script('Stop?', {
        steps: [context, words('Half an'), { hold: 'to be stopped' }, words(' answer')],
      });
      await ask(page, 'Stop?');
      await phase(page, 'writing');
      await page.getByRole('button', { name: 'Stop' }).click();
      await fixture.left('to be stopped');
      await phase(page, 'stopped');
      expect(await page.locator('article').innerText()).toMatch(/Half an\n[^]*You stopped this answer/);
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('question');
      expect(complaints).toEqual([]);
    }));

  it('moves the focus on when the answer ends while Stop has it', () =>
    withPage(async ({ page }) => {
      fixture.script('Focus?', { steps: [context, words('One'), { hold: 'focus on stop' }] });
      await ask(page, 'Focus?');
      await page.getByRole('button', { name: 'Stop' }).focus();
      await phase(page, 'writing');
      fixture.release('focus on stop');
      await phase(page, 'done');
      await page.getByRole('button', { name: 'Ask', exact: true }).waitFor();
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('question');
    }));
});

describe('a failure', () => {
  const busy = { error: 'The model is busy.', code: 'upstream_busy', request_id: 'r-17' };

  it('in mid-answer keeps the text, says so, and Retry asks again', () =>
    withPage(async ({ page, complaints }) => {
      const broken = { steps: [context, words('Half an answer'), { send: busy }] };
      fixture.script('Retry?', broken, { steps: [context, words('All of it.')] });
      await ask(page, 'Retry?');
      await phase(page, 'failed');
      const text = await page.locator('article').innerText();
      for (const part of ['Half an answer', 'This answer is incomplete.', 'The model is busy.', 'r-17']) {
        expect(text).toContain(part);
      }
      expect(await page.getByRole('status').textContent()).toBe('The answer failed. The model is busy.');
      await page.getByRole('button', { name: 'Retry' }).click();
      await phase(page, 'done');
      expect(await page.locator('article').innerText()).toMatch(/^All of it\./);
      expect(await focusedText(page)).toBe('Retry?');
      expect(complaints).toEqual([]);
    }));

  it('of the connection keeps the text too', () =>
    withPage(async ({ page }) => {
      fixture.script('Cut?', { steps: [context, words('Half'), { hold: 'cut' }, { cut: 'the connection' }] });
      await ask(page, 'Cut?');
      await phase(page, 'writing');
      fixture.release('cut');
      await phase(page, 'failed');
      expect(await page.locator('article').innerText()).toMatch(/^Half\n[^]*connection closed before/);
    }));

  it('of one line does not cost the lines around it', () =>
    withPage(async ({ page }) => {
      fixture.script('Line?', { steps: [context, words('One '), { raw: '{"type":\n' }, words('three')] });
      await ask(page, 'Line?');
      await phase(page, 'failed');
      expect(await page.locator('article').innerText()).toMatch(/^One three\n[^]*could not be read/);
    }));

  it('before the answer shows what the server said', () =>
    withPage(async ({ page }) => {
      const body = { error: 'Too many questions at once.', code: 'rate_limited', retry_after: 7 };
      fixture.script('Refused?', { status: 429, body });
      await ask(page, 'Refused?');
      await phase(page, 'failed');
      const text = await page.locator('article').innerText();
      expect(text).toMatch(/There is no answer\.[^]*Too many questions at once\. Try again in 7 s\./);
    }));
});

describe('a server that does not stream', () => {
  it('is asked for whole answers, and they look the same', () =>
    withPage(async ({ page, complaints }) => {
      await page.route('**/config', (route) =>
        route.fulfill({ json: { streamingEnabled: false, answererNote: 'Whole.' } }),
      );
      await page.reload();
      await page.getByText('Whole.').waitFor();
      const points = { citations: ['handbook.pdf#page=3'], text: [], images: [] };
      const body = {
        output_text: 'All [handbook.pdf#page=3].',
        context: { data_points: points },
        session_state: null,
      };
      fixture.script('Whole?', { status: 200, body });
      const asked = page.waitForRequest('**/chat');
      await ask(page, 'Whole?');
      await asked;
      await phase(page, 'done');
      expect(await page.locator('.text').innerText()).toBe('All 1.');
      expect(complaints).toEqual([]);
    }));
});

describe('the note on who answers', () => {
  it('stands below the answers, and once there is one', () =>
    withPage(async ({ page }) => {
      await page.getByText('no language model writes them').waitFor();
      const below = page.locator('#answerer-note');
      expect(await below.count()).toBe(0);
      await ask(page, 'Anything?');
      await phase(page, 'done');
      expect(await below.innerText()).toContain('no language model writes them');
      expect(await page.getByText(note).count()).toBe(0);
    }));
});

// <parley-chat> in a page of another site, whose policy allows the chat's server and nothing inline.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolations, withPageAt } from './browser';
import { context, textCitation, words } from './fixture-server';
import { HostPage } from './host-page';
import { browser, fixture } from './scripted';

let host: HostPage;

beforeAll(async () => {
  host = await HostPage.start(fixture.url);
  fixture.allowedOrigin = host.origin;
});

afterAll(() => host?.stop());

/** A page with this in it; the chats have been shown. Nor may the browser complain, of a policy above all. */
async function withChat(body: string, test: (page: Page) => Promise<void>, width = 1280): Promise<void> {
  host.body = body;
  await withPageAt(
    host.origin,
    browser,
    async ({ page, complaints }) => {
      await page.locator('parley-chat').first().getByLabel('Your question').waitFor();
      await test(page);
      expect(complaints).toEqual([]);
    },
    { others: [fixture.url], viewport: { width, height: 800 } },
  );
}

const oneChat = '<parley-chat></parley-chat>';

/** Everything that chats tell the page from now on. */
const listen = (page: Page) =>
  page.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    for (const name of ['parley-question', 'parley-answer', 'parley-problem']) {
      addEventListener(name, (event) => heard.push([name, (event as CustomEvent<unknown>).detail]));
    }
  });

const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: unknown[] }).heard);

async function ask(page: Page, question: string, chat = 0): Promise<void> {
  await page.locator('parley-chat').nth(chat).getByLabel('Your question').fill(question);
  await page.keyboard.press('Enter');
}

const phase = (page: Page, name: string) => page.locator(`article[data-phase="${name}"]`).first().waitFor();

describe('a chat in a page of another site', () => {
  it('answers with citations that open their passage, by keyboard alone, and axe finds nothing', () =>
    withChat(oneChat, async (page) => {
      expect(await findViolations(page)).toEqual([]);
      await page.keyboard.press('Tab'); // what scrolls
      await page.keyboard.press('Tab'); // a question that is offered
      await page.keyboard.press('Enter');
      await phase(page, 'done');
      expect(await findViolations(page)).toEqual([]);

      await page.keyboard.press('Tab');
      const citation = page.locator('button.citation').first();
      await citation.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('region', { name: 'Cited passage' }).waitFor();
      const link = page.getByRole('link', { name: 'Open the document in a new tab' });
      expect(await link.getAttribute('href')).toBe(`${fixture.url}/content/handbook.pdf#page=3`);
      await page.getByText('This document is shown in a tab of its own.').waitFor();
      expect(await findViolations(page)).toEqual([]);

      await page.keyboard.press('Escape');
      await page.getByRole('region', { name: 'Cited passage' }).waitFor({ state: 'detached' });
      expect(await citation.evaluate((button) => button.matches(':focus'))).toBe(true);
    }));

  it('shows a text document from the server of the chat', () =>
    withChat(oneChat, async (page) => {
      fixture.script('Text?', { steps: [context, words(`Read this [${textCitation}].`)] });
      await ask(page, 'Text?');
      await phase(page, 'done');
      await page.locator('button.citation').first().click();
      await page.locator('.preview mark, .preview .read').first().waitFor();
    }));

  it('leads from a sentence that is not borne out to what that means', () =>
    withChat(oneChat, async (page) => {
      const support = { sentences: 1, supported: 0, unsupported: [{ text: 'The moon is far.', score: 0.1 }] };
      const last = { send: { type: 'response.context', context: { thoughts: [], support } } };
      fixture.script('Moon?', { steps: [context, words('The moon is far.'), last] });
      await ask(page, 'Moon?');
      await phase(page, 'done');
      await page.getByRole('button', { name: 'Not borne out by the sources' }).press('Enter');
      const focused = page.locator('parley-chat :focus');
      expect(await focused.innerText()).toContain('1 of 1 sentences');
    }));

  it('leads back to the latest words, and moves along with them until its reader goes up', () =>
    withChat(oneChat, async (page) => {
      const long = Array.from({ length: 40 }, (_, index) => `Paragraph ${index}.`).join('\n\n');
      const steps = [context, words(long), { hold: 'far up' }, words(`\n\n${long}`), words('\n\nThe end.')];
      fixture.script('Long?', { steps });
      await ask(page, 'Long?');
      await page.getByText('Paragraph 39.').waitFor();
      const log = page.locator('parley-chat .log');
      await log.evaluate((box) => (box.scrollTop = 40));
      const jump = page.getByRole('button', { name: 'Jump to the latest words' });
      await jump.waitFor();
      expect(await findViolations(page)).toEqual([]);

      fixture.release('far up');
      await phase(page, 'done');
      expect(await log.evaluate((box) => box.scrollTop)).toBeLessThan(60);
      await jump.focus();
      await page.keyboard.press('Enter');
      await jump.waitFor({ state: 'detached' });
      expect(await page.getByText('The end.').isVisible()).toBe(true);
      expect(await page.locator('parley-chat :focus').count()).toBe(1);
    }));

  it('fits a narrow page', () =>
    withChat(
      oneChat,
      async (page) => {
        await ask(page, 'Anything?');
        await phase(page, 'done');
        await page.locator('parley-chat .log').evaluate((box) => (box.scrollTop = box.scrollHeight));
        await page.getByRole('button', { name: 'Jump to the latest words' }).waitFor({ state: 'detached' });
        const widest = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(widest).toBe(0);
        expect(await findViolations(page)).toEqual([]);
      },
      320,
    ));

  it('keeps the style of the page out, and takes its own properties', () =>
    withChat(oneChat, async (page) => {
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('h2 { color: rgb(255, 0, 0) } parley-chat { --parley-accent: rgb(0, 0, 255) }');
        document.adoptedStyleSheets = [sheet];
      });
      const heading = page.locator('parley-chat h2').first();
      expect(await heading.evaluate((each) => getComputedStyle(each).color)).not.toBe('rgb(255, 0, 0)');
      const button = page.getByRole('button', { name: 'Ask', exact: true });
      expect(await button.evaluate((each) => getComputedStyle(each).backgroundColor)).toBe('rgb(0, 0, 255)');
    }));
});

describe('the attributes of a chat', () => {
  it('name it and its box, and choose how light it is', () =>
    withChat(
      '<parley-chat heading="Ask the shop" placeholder="What about?" theme="dark"></parley-chat>',
      async (page) => {
        await page.getByRole('heading', { name: 'Ask the shop' }).waitFor();
        expect(await page.getByLabel('Your question').getAttribute('placeholder')).toBe('What about?');
        const scheme = () =>
          page.locator('parley-chat').evaluate((chat) => getComputedStyle(chat).colorScheme);
        expect(await scheme()).toBe('dark');
        expect(await findViolations(page)).toEqual([]);
        await page.locator('parley-chat').evaluate((chat) => chat.setAttribute('heading', 'Ask us'));
        await page.getByRole('heading', { name: 'Ask us' }).waitFor();
        await page.locator('parley-chat').evaluate((chat) => chat.removeAttribute('theme'));
        expect(await scheme()).toBe('normal');
      },
    ));

  it('name another server, when the chat is first shown', () =>
    withChat(`<parley-chat server="${fixture.url}/"></parley-chat>`, async (page) => {
      const chat = page.locator('parley-chat');
      await chat.evaluate((each) => each.setAttribute('server', 'https://elsewhere.example'));
      await ask(page, 'Anything?');
      await phase(page, 'done');
    }));
});

describe('the page around a chat', () => {
  it('hears of the question, the answer and what went wrong', () =>
    withChat(oneChat, async (page) => {
      fixture.script('Good?', { steps: [context, words(`Yes [${textCitation}].`)] });
      fixture.script('Bad?', { steps: [{ raw: '{"error":"No more.","code":"upstream_busy"}\n' }] });
      await listen(page);
      await ask(page, 'Good?');
      await phase(page, 'done');
      await ask(page, 'Bad?');
      await phase(page, 'failed');
      expect(await heard(page)).toMatchObject([
        ['parley-question', { question: 'Good?' }],
        [
          'parley-answer',
          { question: 'Good?', text: `Yes [${textCitation}].`, citations: [textCitation], isComplete: true },
        ],
        ['parley-question', { question: 'Bad?' }],
        ['parley-problem', { question: 'Bad?', code: 'upstream_busy', message: 'No more.' }],
      ]);
    }));

  it('can ask, and bring the focus to the question box', () =>
    withChat(oneChat, async (page) => {
      await page.locator('parley-chat').evaluate((chat) => {
        (chat as HTMLElement & { ask: (question: string) => void }).ask('From the page?');
        (chat as HTMLElement).focus();
      });
      await page.getByRole('heading', { name: 'From the page?' }).waitFor();
      await page.keyboard.type('Typed');
      expect(await page.getByLabel('Your question').inputValue()).toBe('Typed');
      await phase(page, 'done');
    }));

  it('ends an answer by removing the chat, but not by moving it', () =>
    withChat(`<div id="there"></div>${oneChat}`, async (page) => {
      fixture.script('Held?', { steps: [context, words('Half'), { hold: 'in a page' }, words(' more')] });
      await ask(page, 'Held?');
      await fixture.reached('in a page');
      await page.evaluate(() => {
        const chat = document.querySelector('parley-chat');
        if (chat) document.getElementById('there')?.append(chat);
      });
      await phase(page, 'writing');
      await page.evaluate(() => document.querySelector('parley-chat')?.remove());
      await fixture.left('in a page');
    }));

  it('may have several, each with a conversation of its own', () =>
    withChat(
      '<parley-chat heading="One"></parley-chat><parley-chat heading="Two"></parley-chat>',
      async (page) => {
        fixture.script('One?', { steps: [context, words(`The first [${textCitation}].`)] });
        fixture.script('Two?', { steps: [context, words(`The second [${textCitation}].`)] });
        await page.locator('parley-chat').nth(1).getByLabel('Your question').waitFor();
        await ask(page, 'One?', 0);
        await page.getByText('The first').waitFor();
        await ask(page, 'Two?', 1);
        await page.getByText('The second').waitFor();
        expect(fixture.asked.at(-1)).toMatchObject({ messages: [{ content: 'Two?' }] });
        for (const chat of [0, 1]) {
          await page.locator('parley-chat').nth(chat).locator('button.citation').first().click();
        }
        expect(await page.getByRole('region', { name: 'Cited passage' }).count()).toBe(2);
        await page.keyboard.press('Escape');
        await page
          .locator('parley-chat')
          .nth(1)
          .getByRole('region', { name: 'Cited passage' })
          .waitFor({ state: 'detached' });
        expect(await page.getByRole('region', { name: 'Cited passage' }).count()).toBe(1);
        expect(await findViolations(page)).toEqual([]);
      },
    ));
});

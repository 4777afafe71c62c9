// A history at the server, for one page: two conversations to a page of it, and what was changed.
import type { Page, Route } from 'playwright-core';
import { pdfCitation } from './fixture-server';
import { offer } from './offer';

export interface ServerHistory {
  changes: string[];
  refusal: object | null; // what the server says instead
}

export async function keepAtServer(page: Page, titles: string[]): Promise<ServerHistory> {
  const server: ServerHistory = { changes: [], refusal: null };
  const listed = titles.map((title) => ({ id: `id/${title}`, title, timestamp: Date.now() }));

  async function answer(route: Route): Promise<void> {
    const request = route.request();
    const { pathname, searchParams, search } = new URL(request.url());
    if (server.refusal) return route.fulfill({ status: 503, json: server.refusal });
    if (request.method() !== 'GET') {
      const body = request.postData();
      server.changes.push(`${request.method()} ${pathname}${body ? ` ${body}` : ''}`);
      return route.fulfill({ status: 204 });
    }
    const id = decodeURIComponent(pathname.split('/')[3] ?? '');
    const found = listed.find((each) => each.id === id);
    if (found) return route.fulfill({ json: { ...found, ...saidIn(found.title) } });
    if (searchParams.has('q')) {
      const words = searchParams.get('q') ?? '';
      return route.fulfill({ json: pageOf(listed.filter(({ title }) => title.toLowerCase() === words)) });
    }
    const from = Number(searchParams.get('continuation_token') ?? 0);
    if (!search) return route.fulfill({ status: 404, json: { error: 'There is no such conversation.' } });
    const next = from + 2 < listed.length ? `${from + 2}` : null;
    return route.fulfill({ json: pageOf(listed.slice(from, from + 2), next) });
  }

  await page.route('**/chat_history', answer);
  await page.route('**/chat_history/**', answer);
  await page.route('**/history/conversations**', answer);
  await page.route('**/history/conversations/**', answer);
  await offer(page, { history: true });
  return server;
}

function pageOf(sessions: object[], token: string | null = null): object {
  return { sessions, continuation_token: token };
}

/** The same turn in both forms: as ours tells it, and as it is added. */
function saidIn(title: string): object {
  const points = { citations: [pdfCitation], text: [`${pdfCitation}: The passage.`], images: [] };
  const context = { data_points: points, thoughts: [] };
  const answer = `Answer of ${title} [${pdfCitation}].`;
  return {
    turns: [{ run_id: 'run-1', question: title, answer, context }],
    answers: [[title, { output_text: answer, run_id: 'run-1' }]],
  };
}

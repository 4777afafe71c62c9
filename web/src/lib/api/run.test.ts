import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnswerEvent } from './events';
import { resume } from './run';
import { send, type Ask } from './send';

const ask: Ask = { messages: [{ role: 'user', content: 'Why?' }], sessionState: null, delivery: 'streamed' };
const asRun = { headers: { 'X-Parley-Run': 'r1' } };

/** The line of a stream with this number, which is also its text. */
const line = (number: number) =>
  `{"type":"response.output_text.delta","delta":"${number}","sequence_number":${number}}\n`;

/** A body that says this and then breaks; with an end it just ends. */
function body(text: string, end: 'breaks' | 'ends' = 'breaks'): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let said = false;
  return new ReadableStream({
    pull: (control) => {
      if (!said && bytes.length > 0) control.enqueue(bytes);
      else if (end === 'ends') control.close();
      else control.error(new Error('connection reset'));
      said = true;
    },
  });
}

/** What the server says to one request after the other. */
function answerWith(...answers: (Response | Error)[]): void {
  vi.mocked(fetch).mockImplementation(() => {
    const next = answers.shift();
    return next instanceof Response ? Promise.resolve(next) : Promise.reject(next ?? new Error('no more'));
  });
}

/** All of them; pauses pass at once. */
async function collect(events: AsyncIterable<AnswerEvent>): Promise<AnswerEvent[]> {
  const all: AnswerEvent[] = [];
  let over = false;
  const reading = (async () => {
    for await (const event of events) all.push(event);
    over = true;
  })();
  while (!over) await vi.advanceTimersByTimeAsync(1000);
  await reading;
  return all;
}

const never = () => new AbortController().signal;
const requests = () => vi.mocked(fetch).mock.calls.map(([url, init]) => `${init?.method ?? 'GET'} ${url}`);
const textOf = (events: AnswerEvent[]) =>
  events.map((event) => (event.type === 'delta' ? event.text : '')).join('');

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', vi.fn());
});
afterEach(() => void vi.useRealTimers());

describe('an answer whose connection breaks', () => {
  it('is asked for where it was begun, and stopped there', async () => {
    const stop = new AbortController();
    answerWith(new Response(body(line(0)), asRun), new Response(body(line(1))), new Response(''));
    const events = send(ask, stop.signal, 'https://chat.example');
    for await (const event of events) if (event.type === 'delta' && event.text === '1') stop.abort();
    expect(requests()).toEqual([
      'POST https://chat.example/chat/stream',
      'GET https://chat.example/runs/r1?after=0',
      'DELETE https://chat.example/runs/r1',
    ]);
  });

  it('goes on over others from the line behind the last whole one', async () => {
    answerWith(
      new Response(body(line(0) + line(1) + line(2).slice(0, 20)), asRun),
      new Error('offline'),
      new Response(body(line(2)), asRun),
      new Response('busy', { status: 503 }),
      new Response(body(line(3), 'ends'), asRun),
    );
    const events = await collect(send(ask, never()));
    expect(textOf(events)).toBe('0123');
    expect(events.at(-1)).toEqual({ type: 'end' });
    expect(requests()).toEqual([
      'POST /chat/stream',
      'GET /runs/r1?after=1',
      'GET /runs/r1?after=1',
      'GET /runs/r1?after=2',
      'GET /runs/r1?after=2',
    ]);
  });

  it('says so until it is found again', async () => {
    answerWith(new Response(body(line(0)), asRun), new Response(body(line(1), 'ends'), asRun));
    const types = (await collect(send(ask, never()))).map((event) => event.type);
    expect(types).toEqual(['resumable', 'delta', 'lost', 'found', 'delta', 'end']);
  });

  it('counts lines that say nothing to this page', async () => {
    const silent = '{"type":"response.context","context":{"thoughts":[]},"sequence_number":1}\n';
    answerWith(new Response(body(line(0) + silent), asRun), new Response(body('', 'ends'), asRun));
    await collect(send(ask, never()));
    expect(requests()[1]).toBe('GET /runs/r1?after=1');
  });

  it('is incomplete when the server keeps it no more', async () => {
    answerWith(new Response(body(line(0)), asRun), new Response('{}', { status: 410 }));
    expect(await collect(send(ask, never()))).toMatchObject([
      { type: 'resumable' },
      { type: 'delta' },
      { type: 'lost' },
      { type: 'error', problem: { code: 'truncated' } },
      { type: 'end' },
    ]);
  });

  it('is given up when the server is not found any more', async () => {
    answerWith(new Response(body(line(0)), asRun));
    const events = await collect(send(ask, never()));
    expect(events.slice(-2)).toMatchObject([{ problem: { code: 'truncated' } }, { type: 'end' }]);
    expect(requests()).toHaveLength(11);
  });

  it('breaks as ever where the server names no run', async () => {
    answerWith(new Response(body(line(0))));
    const events = await collect(send(ask, never()));
    expect(events.slice(-2)).toMatchObject([{ problem: { code: 'truncated' } }, { type: 'end' }]);
    expect(requests()).toHaveLength(1);
  });
});

describe('an answer that the reader stops', () => {
  it('is stopped at the server, too', async () => {
    answerWith(new Response(body(line(0)), asRun), new Response(null, { status: 204 }));
    const stop = new AbortController();
    const events = send(ask, stop.signal);
    while ((await events.next()).value?.type !== 'delta');
    stop.abort();
    expect((await events.next()).done).toBe(true);
    expect(requests()).toEqual(['POST /chat/stream', 'DELETE /runs/r1']);
  });

  it('is not sought any more', async () => {
    answerWith(new Response(body(line(0)), asRun), new Error('offline'), new Error('offline'));
    const stop = new AbortController();
    const events = send(ask, stop.signal);
    while ((await events.next()).value?.type !== 'lost');
    const next = events.next();
    await vi.advanceTimersByTimeAsync(100);
    expect(requests()).toHaveLength(2);
    stop.abort();
    expect((await next).done).toBe(true);
    expect(requests().at(-1)).toBe('DELETE /runs/r1');
  });

  it('is left alone when it has ended', async () => {
    answerWith(new Response(body(line(0), 'ends'), asRun));
    const stop = new AbortController();
    await collect(send(ask, stop.signal));
    stop.abort();
    expect(requests()).toHaveLength(1);
  });
});

describe('resume', () => {
  it('reads what came behind the last line that is known', async () => {
    answerWith(new Response(body(line(4) + line(5), 'ends'), asRun));
    expect(textOf(await collect(resume('r1', 3, never())))).toBe('45');
    expect(requests()).toEqual(['GET /runs/r1?after=3']);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { send, type Ask } from './send';

const ask: Ask = { messages: [{ role: 'user', content: 'Why?' }], sessionState: null, delivery: 'streamed' };
const delta = '{"type":"response.output_text.delta","delta":"Yes"}\n';

/** A body under the test's control; it fails as a real one does when the request is aborted. */
function controlledBody() {
  let control: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({ start: (controller) => void (control = controller) });
  vi.mocked(fetch).mockImplementation((_url, init) => {
    init?.signal?.addEventListener('abort', () => control?.error(new Error('aborted')));
    return Promise.resolve(new Response(body));
  });
  return {
    write: (text: string) => control?.enqueue(new TextEncoder().encode(text)),
    close: () => control?.close(),
    fail: () => control?.error(new Error('connection reset')),
  };
}

async function collect(stop = new AbortController().signal) {
  const events = [];
  for await (const event of send(ask, stop)) events.push(event);
  return events;
}

function requestSignal(): AbortSignal | null | undefined {
  return vi.mocked(fetch).mock.calls[0]?.[1]?.signal;
}

beforeEach(() => void vi.stubGlobal('fetch', vi.fn()));
afterEach(() => void vi.useRealTimers());

describe('send', () => {
  it('posts the conversation in the shape of the protocol', async () => {
    vi.mocked(fetch).mockResolvedValue(new Response(delta));
    await collect();
    const [url, init] = vi.mocked(fetch).mock.calls[0] ?? [];
    expect(url).toBe('/chat/stream');
    expect(JSON.parse(String(init?.body))).toEqual({
      messages: [{ role: 'user', content: 'Why?' }],
      context: { overrides: { show_process: true, suggest_followup_questions: true, resumable: true } },
      session_state: null,
    });
  });

  it('lets what the reader chose go before what is usual', async () => {
    vi.mocked(fetch).mockResolvedValue(new Response(delta));
    const overrides = { top: 7, suggest_followup_questions: false };
    for await (const _ of send({ ...ask, overrides }, new AbortController().signal));
    expect(JSON.parse(String(vi.mocked(fetch).mock.calls[0]?.[1]?.body))).toMatchObject({
      context: { overrides: { top: 7, show_process: true, suggest_followup_questions: false } },
    });
  });

  it('yields the events of the stream and then its end', async () => {
    vi.mocked(fetch).mockResolvedValue(new Response(delta));
    expect(await collect()).toEqual([{ type: 'delta', text: 'Yes' }, { type: 'end' }]);
  });

  it('says first what the server calls the answer', async () => {
    vi.mocked(fetch).mockResolvedValue(new Response(delta, { headers: { 'X-Request-Id': 'r-1' } }));
    expect(await collect()).toEqual([
      { type: 'run', id: 'r-1' },
      { type: 'delta', text: 'Yes' },
      { type: 'end' },
    ]);
  });

  it('reports a connection that broke, after what had arrived', async () => {
    const body = controlledBody();
    body.write(delta);
    const events = send(ask, new AbortController().signal);
    expect(await events.next()).toMatchObject({ value: { type: 'delta' } });
    body.fail();
    expect(await events.next()).toMatchObject({ value: { type: 'error', problem: { code: 'truncated' } } });
    expect(await events.next()).toMatchObject({ value: { type: 'end' } });
  });

  it('closes the connection and says no more when the reader stops', async () => {
    const body = controlledBody();
    body.write(delta);
    const stop = new AbortController();
    const events = send(ask, stop.signal);
    await events.next();
    stop.abort();
    expect(await events.next()).toEqual({ value: undefined, done: true });
    expect(requestSignal()?.aborted).toBe(true);
  });

  it('says nothing when it was stopped before it began', async () => {
    vi.mocked(fetch).mockImplementation((_url, init) =>
      init?.signal?.aborted ? Promise.reject(new Error('aborted')) : Promise.resolve(new Response(delta)),
    );
    expect(await collect(AbortSignal.abort())).toEqual([]);
  });

  it('reports a server that cannot be reached', async () => {
    vi.mocked(fetch).mockRejectedValue(new TypeError('fetch failed'));
    expect(await collect()).toMatchObject([{ problem: { code: 'unreachable' } }, { type: 'end' }]);
  });

  it('reports a refused request in the words of the server', async () => {
    const refusal = { error: 'Too many questions.', code: 'rate_limited', retry_after: 3 };
    vi.mocked(fetch).mockResolvedValue(new Response(JSON.stringify(refusal), { status: 429 }));
    expect(await collect()).toMatchObject([
      { problem: { message: 'Too many questions.', retryAfterSeconds: 3 } },
      { type: 'end' },
    ]);
  });

  it('gives up on a server that has been silent for a minute, but not on heartbeats', async () => {
    vi.useFakeTimers();
    const body = controlledBody();
    const events = send(ask, new AbortController().signal);
    const next = events.next();
    for (let beats = 0; beats < 12; beats++) {
      await vi.advanceTimersByTimeAsync(10_000);
      body.write('\n');
    }
    await vi.advanceTimersByTimeAsync(59_000);
    expect(requestSignal()?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await next).toMatchObject({ value: { type: 'error', problem: { code: 'timed_out' } } });
  });

  it('waits for a whole answer as long as the server takes', async () => {
    vi.useFakeTimers();
    let finish: (response: Response) => void = () => undefined;
    vi.mocked(fetch).mockReturnValue(new Promise((resolve) => void (finish = resolve)));
    const events = send({ ...ask, delivery: 'whole' }, new AbortController().signal);
    const next = events.next();
    await vi.advanceTimersByTimeAsync(150_000);
    expect(requestSignal()?.aborted).toBe(false);
    finish(new Response('{"output_text":"Yes.","context":{}}'));
    expect(await next).toMatchObject({ value: { type: 'details' }, done: false });
  });

  it('reads an answer in one piece when streaming is off', async () => {
    vi.mocked(fetch).mockResolvedValue(new Response('{"output_text":"Yes.","context":{}}'));
    const events = [];
    for await (const event of send({ ...ask, delivery: 'whole' }, new AbortController().signal))
      events.push(event);
    expect(vi.mocked(fetch).mock.calls[0]?.[0]).toBe('/chat');
    expect(events).toEqual([
      { type: 'details', details: {} },
      { type: 'delta', text: 'Yes.' },
      { type: 'end' },
    ]);
  });
});

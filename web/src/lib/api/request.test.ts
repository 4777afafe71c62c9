import { beforeEach, describe, expect, it, vi } from 'vitest';
import { documentApi } from './documents';
import { sendFeedback } from './feedback';
import { changeHistory, getHistory } from './history';
import { request } from './request';
import { send } from './send';

beforeEach(() => void vi.stubGlobal('fetch', vi.fn()));

describe('request', () => {
  it('gives the body, or what the server says against it', async () => {
    vi.mocked(fetch).mockResolvedValueOnce(new Response('[1]'));
    expect(await request('/a', {})).toEqual({ ok: true, value: '[1]' });
    vi.mocked(fetch).mockResolvedValueOnce(new Response('{"error":"Later.","code":"busy"}', { status: 503 }));
    expect(await request('/a', {})).toMatchObject({
      ok: false,
      problem: { message: 'Later.', code: 'busy' },
    });
  });
});

describe('a server that cannot be reached', () => {
  it('is told of in the same words, whatever was asked', async () => {
    vi.mocked(fetch).mockRejectedValue(new TypeError('fetch failed'));
    const ask = { messages: [], sessionState: null, delivery: 'streamed' as const };
    const { value: asked } = await send(ask, new AbortController().signal).next();
    const outcomes = [
      await documentApi().list(),
      await documentApi().remove('a.md'),
      await getHistory('/history'),
      await changeHistory('/history', 'DELETE'),
    ];
    const problems = [
      ...outcomes.map((outcome) => !outcome.ok && outcome.problem),
      await sendFeedback({ runId: 'r-1', rating: 'up', comment: '' }),
      asked && asked.type === 'error' && asked.problem,
    ];
    const message = 'The server cannot be reached. Check that it is running, then try again.';
    expect(problems.map((problem) => problem && problem.message)).toEqual(problems.map(() => message));
  });
});

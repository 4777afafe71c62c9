import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sendFeedback } from './feedback';

beforeEach(() => void vi.stubGlobal('fetch', vi.fn()));

const given = { runId: 'r-1', rating: 'down', comment: 'Wrong page.' } as const;

describe('sendFeedback', () => {
  it('posts the opinion in the shape of the protocol', async () => {
    vi.mocked(fetch).mockResolvedValue(new Response('{}', { status: 201 }));
    expect(await sendFeedback(given)).toBeNull();
    const [url, init] = vi.mocked(fetch).mock.calls[0] ?? [];
    expect(url).toBe('/feedback');
    expect(JSON.parse(String(init?.body))).toEqual({ run_id: 'r-1', rating: 'down', comment: 'Wrong page.' });
  });

  it('gives the words of a server that refuses, and its own when there is none', async () => {
    vi.mocked(fetch).mockResolvedValue(
      new Response('{"error":"Too long.","code":"too_large"}', { status: 413 }),
    );
    expect(await sendFeedback(given)).toMatchObject({ message: 'Too long.' });
    vi.mocked(fetch).mockRejectedValue(new TypeError('fetch failed'));
    expect(await sendFeedback(given)).toMatchObject({ code: 'unreachable' });
  });
});

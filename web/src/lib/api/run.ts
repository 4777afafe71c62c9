// Comes back to an answer that goes on at the server without us (docs/protocol.md, "Coming back"), and stops
// it there.
import { readBody, silenceMsMax, Watch } from './connection';
import type { AnswerEvent } from './events';
import { AnswerStream, truncated } from './stream';

/** In all about as long as a server keeps an answer that nobody reads. */
const triesMax = 10;
const firstPauseMs = 250;
const pauseMsMax = 8000;

/** What came behind the line `after` (-1: all of it), for a page that was loaded anew. */
export async function* resume(run: string, after: number, stop: AbortSignal): AsyncGenerator<AnswerEvent> {
  try {
    yield { type: 'resumable', run };
    yield* follow(run, after, stop);
  } finally {
    if (stop.aborted) stopRun(run);
  }
}

/** The lines behind the number `after`, over as many connections as it takes. */
export async function* follow(
  run: string,
  after: number,
  stop: AbortSignal,
  server = '',
): AsyncGenerator<AnswerEvent> {
  for (let tries = 0; tries < triesMax && !stop.aborted; tries++) {
    if (tries > 0) await pause(Math.min(firstPauseMs * 2 ** (tries - 1), pauseMsMax), stop);
    const watch = new Watch(stop, silenceMsMax);
    try {
      const response = await fetch(`${server}/runs/${run}?after=${after}`, { signal: watch.signal });
      if (isGone(response.status)) break;
      if (!response.ok) continue;
      yield { type: 'found' };
      const stream = new AnswerStream();
      if ((yield* readBody(response, watch, stream)) === 'ended') return yield* stream.finish();
      if (stop.aborted) return;
      yield { type: 'lost' };
      if (stream.lastNumber !== null) [after, tries] = [stream.lastNumber, 0];
    } catch {
      // not reached: the next try may be
    } finally {
      watch.close();
    }
  }
  if (stop.aborted) return;
  yield { type: 'error', problem: truncated() };
  yield { type: 'end' };
}

/** Nobody waits for it: what the reader has stopped is over, whatever becomes of it there. */
export function stopRun(run: string, server = ''): void {
  fetch(`${server}/runs/${run}`, { method: 'DELETE', keepalive: true }).catch(() => undefined);
}

/** No such answer, or not from there on: asking again does not help. */
function isGone(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stop.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

// Sends a conversation and yields what comes back, as events. Never throws: every failure is an error event
// and an `end`. Aborting the signal closes the connection, stops the model, and ends the events without
// another word. When the connection breaks, the rest comes over another one.
import { readBody, silenceMsMax, silent, unreachable, Watch } from './connection';
import { readRefusal, readWholeAnswer, type AnswerEvent } from './events';
import { follow, stopRun } from './run';
import { AnswerStream, truncated } from './stream';

export interface Message {
  role: 'user' | 'assistant';
  content: string;
}

export interface Ask {
  messages: Message[];
  sessionState: unknown;
  delivery: 'streamed' | 'whole';
}

export async function* send(ask: Ask, stop: AbortSignal): AsyncGenerator<AnswerEvent> {
  // A whole answer has no heartbeat and takes as long as the server gives it, so it is not timed here.
  const watch = new Watch(stop, ask.delivery === 'streamed' ? silenceMsMax : null);
  let run = '';
  try {
    const response = await post(ask, watch.signal);
    watch.heard();
    const runId = response.headers.get('X-Request-Id');
    if (runId) yield { type: 'run', id: runId };
    run = response.headers.get('X-Parley-Run') ?? '';
    if (run) yield { type: 'resumable', run };
    if (!response.ok) {
      yield { type: 'error', problem: readRefusal(response.status, await response.text()) };
      yield { type: 'end' };
    } else if (ask.delivery === 'whole') {
      yield* readWholeAnswer(await response.text());
      yield { type: 'end' };
    } else {
      yield* readStream(response, run, watch, stop);
    }
  } catch {
    if (stop.aborted) return;
    yield { type: 'error', problem: watch.expired ? silent() : unreachable() };
    yield { type: 'end' };
  } finally {
    watch.close();
    if (run && stop.aborted) stopRun(run);
  }
}

function post(ask: Ask, signal: AbortSignal): Promise<Response> {
  const streamed = ask.delivery === 'streamed';
  return fetch(streamed ? '/chat/stream' : '/chat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Parley-Dialect': 'a' },
    body: JSON.stringify({
      messages: ask.messages,
      context: { overrides: { show_process: streamed, resumable: streamed } },
      session_state: ask.sessionState,
    }),
    signal,
  });
}

async function* readStream(
  response: Response,
  run: string,
  watch: Watch,
  stop: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const stream = new AnswerStream();
  if ((yield* readBody(response, watch, stream)) === 'ended') return yield* stream.finish();
  if (stop.aborted) return;
  if (run) {
    watch.close();
    yield { type: 'lost' };
    return yield* follow(run, stream.lastNumber ?? -1, stop);
  }
  yield { type: 'error', problem: watch.expired ? silent() : truncated() };
  yield { type: 'end' };
}

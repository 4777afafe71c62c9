// Sends a conversation and yields what comes back, as events. Never throws: every failure is an error event
// and an `end`. Aborting the signal closes the connection, stops the model, and ends the events without
// another word. When the connection breaks, the rest comes over another one.
import { readBody, silenceMsMax, silent, Watch } from './connection';
import { readRefusal, readWholeAnswer, type AnswerEvent } from './events';
import { unreachable } from './request';
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
  overrides?: Overrides;
}

/** What the reader chose beside the question, by the names of the protocol. */
export type Overrides = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** `server` is where it stands, such as `https://chat.example`; empty: where the page comes from. */
export async function* send(ask: Ask, stop: AbortSignal, server = ''): AsyncGenerator<AnswerEvent> {
  // A whole answer has no heartbeat and takes as long as the server gives it, so it is not timed here.
  const watch = new Watch(stop, ask.delivery === 'streamed' ? silenceMsMax : null);
  let run = '';
  try {
    const response = await post(ask, watch.signal, server);
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
      yield* readStream(response, { run, server }, watch, stop);
    }
  } catch {
    if (stop.aborted) return;
    yield { type: 'error', problem: watch.expired ? silent() : unreachable() };
    yield { type: 'end' };
  } finally {
    watch.close();
    if (run && stop.aborted) stopRun(run, server);
  }
}

const usualOverrides = { show_process: true, suggest_followup_questions: true };

function post(ask: Ask, signal: AbortSignal, server: string): Promise<Response> {
  const streamed = ask.delivery === 'streamed';
  return fetch(server + (streamed ? '/chat/stream' : '/chat'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Parley-Dialect': 'a' },
    body: JSON.stringify({
      messages: ask.messages,
      context: { overrides: { ...usualOverrides, resumable: streamed, ...ask.overrides } },
      session_state: ask.sessionState,
    }),
    signal,
  });
}

async function* readStream(
  response: Response,
  { run, server }: { run: string; server: string },
  watch: Watch,
  stop: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const stream = new AnswerStream();
  if ((yield* readBody(response, watch, stream)) === 'ended') return yield* stream.finish();
  if (stop.aborted) return;
  if (run) {
    watch.close();
    yield { type: 'lost' };
    return yield* follow(run, stream.lastNumber ?? -1, stop, server);
  }
  yield { type: 'error', problem: watch.expired ? silent() : truncated() };
  yield { type: 'end' };
}

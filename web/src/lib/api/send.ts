// Sends a conversation and yields what comes back, as events. Never throws: every failure is an error event
// and an `end`. Aborting the signal closes the connection, which stops the model, and ends the events without
// another word.
import { makeProblem, readRefusal, readWholeAnswer, type AnswerEvent, type Problem } from './events';
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

/**
 * A stream has a heartbeat every 10 s, or every 30 s at most; a minute without one means that nobody is there
 * any more. A whole answer has none and takes as long as the server gives it, so it is not timed here.
 */
const silenceMsMax = 60_000;

export async function* send(ask: Ask, stop: AbortSignal): AsyncGenerator<AnswerEvent> {
  const watch = new Watch(stop, ask.delivery === 'streamed' ? silenceMsMax : null);
  try {
    const response = await fetch(ask.delivery === 'streamed' ? '/chat/stream' : '/chat', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        messages: ask.messages,
        context: { overrides: { show_process: ask.delivery === 'streamed' } },
        session_state: ask.sessionState,
      }),
      signal: watch.signal,
    });
    watch.heard();
    const runId = response.headers.get('X-Request-Id');
    if (runId) yield { type: 'run', id: runId };
    if (!response.ok) {
      yield { type: 'error', problem: readRefusal(response.status, await response.text()) };
      yield { type: 'end' };
    } else if (ask.delivery === 'whole') {
      yield* readWholeAnswer(await response.text());
      yield { type: 'end' };
    } else {
      yield* readStream(response, watch);
    }
  } catch {
    if (stop.aborted) return;
    yield { type: 'error', problem: watch.expired ? silent() : unreachable() };
    yield { type: 'end' };
  } finally {
    watch.close();
  }
}

async function* readStream(response: Response, watch: Watch): AsyncGenerator<AnswerEvent> {
  const stream = new AnswerStream();
  const reader = response.body?.getReader();
  if (reader) {
    for (;;) {
      const part = await reader.read().catch(() => 'broken' as const);
      if (part === 'broken') {
        if (watch.stopped) return;
        yield { type: 'error', problem: watch.expired ? silent() : truncated() };
        yield { type: 'end' };
        return;
      }
      if (part.done) break;
      watch.heard();
      yield* stream.feed(part.value);
    }
  }
  yield* stream.finish();
}

/** Aborts a request when the reader says stop, or when the server has been silent for `silenceMs`. */
class Watch {
  readonly #controller = new AbortController();
  readonly #stop: AbortSignal;
  readonly #silenceMs: number | null;
  readonly #forward = () => this.#controller.abort();
  #timer: ReturnType<typeof setTimeout> | undefined;
  expired = false;

  constructor(stop: AbortSignal, silenceMs: number | null) {
    this.#stop = stop;
    this.#silenceMs = silenceMs;
    stop.addEventListener('abort', this.#forward);
    if (stop.aborted) this.#forward();
    this.heard();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get stopped(): boolean {
    return this.#stop.aborted;
  }

  heard(): void {
    clearTimeout(this.#timer);
    if (this.#silenceMs === null) return;
    this.#timer = setTimeout(() => {
      this.expired = true;
      this.#controller.abort();
    }, this.#silenceMs);
  }

  /** Also reached when the caller leaves the loop early: closing the connection is what stops the model. */
  close(): void {
    clearTimeout(this.#timer);
    this.#stop.removeEventListener('abort', this.#forward);
    this.#controller.abort();
  }
}

function unreachable(): Problem {
  return makeProblem(
    'unreachable',
    'The server cannot be reached. Check that it is running, then try again.',
  );
}

function silent(): Problem {
  return makeProblem('timed_out', 'The server has been silent for a minute, so the answer was given up.');
}

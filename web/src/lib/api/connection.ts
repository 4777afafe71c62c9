// One connection that an answer comes through: how it is watched, read, and what is said when it ends early.
import { t } from '$lib/i18n/i18n.svelte';
import { makeProblem, type AnswerEvent, type Problem } from './events';
import type { AnswerStream } from './stream';

/**
 * A stream has a heartbeat every 10 s, or every 30 s at most; a minute without one means that nobody is there
 * any more.
 */
export const silenceMsMax = 60_000;

/** Yields what the body says, to its end or until it breaks. */
export async function* readBody(
  response: Response,
  watch: Watch,
  stream: AnswerStream,
): AsyncGenerator<AnswerEvent, 'ended' | 'broken'> {
  const reader = response.body?.getReader();
  while (reader) {
    const part = await reader.read().catch(() => 'broken' as const);
    if (part === 'broken') return part;
    if (part.done) break;
    watch.heard();
    yield* stream.feed(part.value);
  }
  return 'ended';
}

/** Aborts a request when the reader says stop, or when the server has been silent for `silenceMs`. */
export class Watch {
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

export function silent(): Problem {
  return makeProblem('timed_out', t('problem.silent'));
}

// Bytes of a streamed answer to events: frame first, parse second, so one bad line never costs the lines
// around it.
//
// No network here. `end` is the last event, always, and exactly once.
import { t } from '$lib/i18n/i18n.svelte';
import { badLine, makeProblem, readLine, type AnswerEvent } from './events';
import { LineReader, type Line } from './lines';

/** The context holds the passages of one question; this is far above any of them. */
const lineBytesMax = 8 * 1024 * 1024;

export class AnswerStream {
  readonly #lines = new LineReader(lineBytesMax);
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  lastNumber: number | null = null; // of the lines that came, for who asks for the rest

  feed(chunk: Uint8Array): AnswerEvent[] {
    return this.#lines.feed(chunk).flatMap((line) => this.#read(line) ?? []);
  }

  /** The stream was closed. An unfinished last line that does not read as an event was cut off. */
  finish(): AnswerEvent[] {
    const last = this.#lines.finish();
    const event = last && this.#read(last);
    if (!event) return [{ type: 'end' }];
    const cut = event.type === 'error' && event.problem.code === 'malformed';
    return [cut ? { type: 'error', problem: truncated() } : event, { type: 'end' }];
  }

  #read(line: Line): AnswerEvent | null {
    if (line === 'too long') return badLine();
    try {
      const { event, number } = readLine(this.#decoder.decode(line));
      this.lastNumber = number ?? this.lastNumber;
      return event;
    } catch {
      return badLine(); // bytes that are not UTF-8
    }
  }
}

export function truncated() {
  return makeProblem('truncated', t('problem.truncated'));
}

// What the server says while it answers, in our own words: one line of the wire becomes at most one event.
//
// Only this file, process.ts and details.ts know the wire's field names (docs/protocol.md). A line that
// cannot be read is an error event, never silence; unknown types and blank lines (heartbeats) say nothing.
import { t } from '$lib/i18n/i18n.svelte';
import { readDetails, type Details } from './details';
import { asFields, number, readObject, strings, text, type Fields } from './fields';
import { readStep, type ProcessStep } from './process';

/** A place in a document that the server sent to the answerer, with the text found there. */
export interface Source {
  citation: string;
  passages: string[];
}

export interface Problem {
  message: string;
  code: string;
  requestId: string;
  retryAfterSeconds: number | null;
}

export type AnswerEvent =
  | { type: 'run'; id: string } // what the server calls the answer
  | { type: 'resumable'; run: string } // and by what name it can be come back to
  | { type: 'lost' } // the connection broke, and is sought anew
  | { type: 'found' }
  | { type: 'context'; sources: Source[]; sessionState: unknown; details?: Details }
  | { type: 'details'; details: Details } // a later context, which names no sources
  | { type: 'delta'; text: string; number?: number } // of the line that it is the end of
  | { type: 'step'; step: ProcessStep }
  | { type: 'error'; problem: Problem }
  | { type: 'end' };

export function makeProblem(code: string, message: string): Problem {
  return { message, code, requestId: '', retryAfterSeconds: null };
}

/** A line of a streamed answer. Those that say nothing count, too, when the rest is asked for. */
export interface ReadLine {
  event: AnswerEvent | null;
  number: number | null;
}

export function readLine(line: string): ReadLine {
  if (line.trim() === '') return { event: null, number: null };
  const fields = readObject(line);
  if (!fields) return { event: badLine(), number: null };
  const event = eventOf(fields);
  const numbered = number(fields['sequence_number']);
  if (event?.type === 'delta' && numbered !== null) event.number = numbered;
  return { event, number: numbered };
}

export function readEvent(line: string): AnswerEvent | null {
  return readLine(line).event;
}

function eventOf(fields: Fields): AnswerEvent | null {
  switch (fields['type']) {
    case 'response.context':
      return readContext(fields);
    case 'response.process': {
      const step = readStep(fields); // a word to those who wait, so one that cannot be read is no problem
      return step && { type: 'step', step };
    }
    case 'response.output_text.delta':
      return typeof fields['delta'] === 'string' ? { type: 'delta', text: fields['delta'] } : badLine();
    default:
      return fields['error'] ? { type: 'error', problem: readProblem(fields) } : null;
  }
}

/** Reads the body of an answer that was asked for in one piece. */
export function readWholeAnswer(body: string): AnswerEvent[] {
  const fields = readObject(body);
  return (fields && readAnswer(fields)) ?? [badLine()];
}

/** A whole answer as the same events as a stream; also one that the history kept. Nothing when it is none. */
export function readAnswer(fields: Fields): AnswerEvent[] | null {
  if (typeof fields['output_text'] !== 'string') return null;
  return [readContext(fields), { type: 'delta', text: fields['output_text'] }];
}

/** Reads the body of a refused request; it may be anything, also HTML from a proxy. */
export function readRefusal(status: number, body: string): Problem {
  const fields = readObject(body);
  if (!fields || typeof fields['error'] !== 'string') {
    return makeProblem('refused', t('problem.refused', { status: String(status) }));
  }
  return readProblem(fields);
}

export function badLine(): AnswerEvent {
  return { type: 'error', problem: makeProblem('malformed', t('problem.malformed')) };
}

/** A context without data_points leaves the sources and the state as they are. */
function readContext(fields: Fields): AnswerEvent {
  const context = asFields(fields['context']) ?? {};
  const details = readDetails(context);
  const points = asFields(context['data_points']);
  if (!points) return { type: 'details', details };
  const sources = readSources(strings(points['citations']), strings(points['text']));
  return { type: 'context', sources, sessionState: fields['session_state'] ?? null, details };
}

/** A text entry is `<citation>: <passage>`; a page may have several passages. */
function readSources(citations: string[], texts: string[]): Source[] {
  return [...new Set(citations)].map((citation) => {
    const start = `${citation}: `;
    const passages = texts.filter((entry) => entry.startsWith(start));
    return { citation, passages: passages.map((entry) => unescapeColons(entry.slice(start.length))) };
  });
}

/** The server writes `:::` as character references, because prompts use it as a mark. */
function unescapeColons(passage: string): string {
  return passage.replaceAll('&#58;&#58;&#58;', ':::');
}

function readProblem(fields: Fields): Problem {
  const { error, code, request_id: requestId, retry_after: retryAfter } = fields;
  return {
    message: typeof error === 'string' ? asSentence(error) : t('problem.unnamed'),
    code: text(code) || 'unknown',
    requestId: text(requestId),
    retryAfterSeconds: number(retryAfter),
  };
}

/** Some of what is told comes from services behind the server; a name such as `gpt-4o` stays as it is. */
function asSentence(told: string): string {
  return /^[a-z]+[\s,;:]/.test(told) ? told.charAt(0).toUpperCase() + told.slice(1) : told;
}

// What the server says while it answers, in our own words: one line of the wire becomes at most one event.
//
// Only this file knows the wire's field names (docs/protocol.md). A line that cannot be read is an error
// event, never silence; unknown types and blank lines (heartbeats) say nothing.

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
  | { type: 'context'; sources: Source[]; sessionState: unknown }
  | { type: 'delta'; text: string }
  | { type: 'progress'; text: string }
  | { type: 'error'; problem: Problem }
  | { type: 'end' };

type Fields = Record<string, unknown>;

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
  const number = fields['sequence_number'];
  return { event: eventOf(fields), number: typeof number === 'number' ? number : null };
}

export function readEvent(line: string): AnswerEvent | null {
  return readLine(line).event;
}

function eventOf(fields: Fields): AnswerEvent | null {
  switch (fields['type']) {
    case 'response.context':
      return readContext(fields);
    case 'response.process': // a word to those who wait, so one that cannot be read is no problem
      return typeof fields['text'] === 'string' ? { type: 'progress', text: fields['text'] } : null;
    case 'response.output_text.delta':
      return typeof fields['delta'] === 'string' ? { type: 'delta', text: fields['delta'] } : badLine();
    default:
      return fields['error'] ? { type: 'error', problem: readProblem(fields) } : null;
  }
}

/** Reads the body of an answer that was asked for in one piece. */
export function readWholeAnswer(body: string): AnswerEvent[] {
  const fields = readObject(body);
  const text = fields?.['output_text'];
  if (!fields || typeof text !== 'string') return [badLine()];
  const context = readContext(fields);
  return context ? [context, { type: 'delta', text }] : [{ type: 'delta', text }];
}

/** Reads the body of a refused request; it may be anything, also HTML from a proxy. */
export function readRefusal(status: number, body: string): Problem {
  const fields = readObject(body);
  if (!fields || typeof fields['error'] !== 'string') {
    return makeProblem('refused', `The server refused the request with status ${status}.`);
  }
  return readProblem(fields);
}

export function badLine(): AnswerEvent {
  return { type: 'error', problem: makeProblem('malformed', 'A part of the answer could not be read.') };
}

function readObject(text: string): Fields | null {
  try {
    return asFields(JSON.parse(text));
  } catch {
    return null;
  }
}

function asFields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** A context without data_points only updates details that this client does not show. */
function readContext(fields: Fields): AnswerEvent | null {
  const points = asFields(asFields(fields['context'])?.['data_points']);
  if (!points) return null;
  const sources = readSources(strings(points['citations']), strings(points['text']));
  return { type: 'context', sources, sessionState: fields['session_state'] ?? null };
}

/** A text entry is `<citation>: <passage>`; a page may have several passages. */
function readSources(citations: string[], texts: string[]): Source[] {
  return [...new Set(citations)].map((citation) => {
    const start = `${citation}: `;
    const passages = texts.filter((text) => text.startsWith(start));
    return { citation, passages: passages.map((text) => unescapeColons(text.slice(start.length))) };
  });
}

/** The server writes `:::` as character references, because prompts use it as a mark. */
function unescapeColons(text: string): string {
  return text.replaceAll('&#58;&#58;&#58;', ':::');
}

function readProblem(fields: Fields): Problem {
  const { error, code, request_id: requestId, retry_after: retryAfter } = fields;
  return {
    message:
      typeof error === 'string' ? asSentence(error) : 'The server reported a problem without saying which.',
    code: typeof code === 'string' ? code : 'unknown',
    requestId: typeof requestId === 'string' ? requestId : '',
    retryAfterSeconds: typeof retryAfter === 'number' ? retryAfter : null,
  };
}

/** Some of what is told comes from services behind the server; a name such as `gpt-4o` stays as it is. */
function asSentence(text: string): string {
  return /^[a-z]+[\s,;:]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

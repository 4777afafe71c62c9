// A scripted server for states that a real one cannot be held in: half an answer, a cut connection, a
// refusal.
//
// It serves dist/ (or the build that PARLEY_E2E_DIST names) and speaks dialect A with the security headers of
// the product. A script belongs to a question; a question without one gets the usual answer. Scripts wait at
// `hold` until the test says `release`.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { extname, resolve } from 'node:path';
import { documents, htmlPassage, pdfPassage, textPassage } from './fixture-documents';

export type Step =
  | { send: object }
  | { raw: string | Uint8Array }
  | { hold: string }
  | { pauseMs: number }
  | { cut: 'the connection' };
export type Script = { steps: Step[] } | { status: number; body: object };

/** The build that is looked at. */
export const dist = resolve(process.env.PARLEY_E2E_DIST ?? new URL('../dist', import.meta.url).pathname);

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
  "font-src 'self' data:; connect-src 'self'; " +
  "frame-src blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ico': 'image/x-icon',
};

export const pdfCitation = 'handbook.pdf#page=3';
export const htmlCitation = 'security.html';
export const textCitation = 'travel notes.md';

/** The places that were read, each with its passage. */
export function contextOf(passages: Record<string, string>): Step {
  const dataPoints = {
    text: Object.entries(passages).map(([citation, passage]) => `${citation}: ${passage}`),
    images: [],
    citations: Object.keys(passages),
    external_results_metadata: [],
  };
  return {
    send: {
      type: 'response.context',
      context: { data_points: dataPoints, thoughts: [], followup_questions: null, answer: null },
      session_state: null,
    },
  };
}

export const context = contextOf({
  [pdfCitation]: pdfPassage,
  [htmlCitation]: htmlPassage,
  [textCitation]: textPassage,
  'gone.pdf#page=9': 'This document was removed.',
});

export function words(delta: string): Step {
  return { send: { type: 'response.output_text.delta', delta } };
}

/** Who answers: in the configuration, and again at the end of each answer. */
export const note = 'Answers are quotes from the documents.';

const usualAnswer: Script = {
  steps: [
    context,
    words('You have **25 days** of vacation a year [hand'),
    words(`book.pdf#page=3]. Two more rules:\n\n- Report incidents at once [${htmlCitation}].\n`),
    words(`- Meals have a limit [${textCitation}], see also [${pdfCitation}].\n\n`),
    words('Not a source: [handbook.pdf#page=4] and [1].'),
    words(`\n\n${note}`),
  ],
};

export class FixtureServer {
  readonly asked: unknown[] = [];
  readonly rated: unknown[] = [];
  allowedOrigin = ''; // of a page elsewhere that may ask and read, as with --allow-origins
  config: object = {
    streamingEnabled: true,
    answerer: 'extracts',
    answererNote: note,
    exampleQuestions: [
      'How many vacation days do I get each year?',
      'Who do I tell about a security incident?',
    ],
  };
  readonly #server: Server;
  readonly #scripts = new Map<string, Script[]>();
  readonly #holds = new Map<string, { reached: Gate; released: Gate; left: Gate }>();

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((problem: unknown) => response.destroy(asError(problem)));
    });
  }

  static async start(): Promise<FixtureServer> {
    const fixture = new FixtureServer();
    fixture.#server.listen(0, '127.0.0.1');
    await once(fixture.#server, 'listening');
    return fixture;
  }

  get url(): string {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null)
      throw new Error('the fixture server does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Answers to a question, one per time it is asked. */
  script(question: string, ...scripts: Script[]): void {
    this.#scripts.set(question, scripts);
  }

  /** Resolves when a script has come to this hold. */
  reached(name: string): Promise<void> {
    return this.#hold(name).reached.opened;
  }

  release(name: string): void {
    this.#hold(name).released.open();
  }

  /** Resolves when the reader has closed the connection of a script that is held here. */
  left(name: string): Promise<void> {
    return this.#hold(name).left.opened;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #hold(name: string) {
    const hold = this.#holds.get(name) ?? { reached: new Gate(), released: new Gate(), left: new Gate() };
    this.#holds.set(name, hold);
    return hold;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://fixture').pathname);
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    if (this.#isAllowed(request, response) && request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    if (request.method === 'POST' && path.startsWith('/chat')) return this.#chat(request, response);
    if (request.method === 'POST' && path === '/feedback') return this.#feedback(request, response);
    if (path === '/config') return sendJson(response, 200, this.config);
    if (path.startsWith('/content/')) return sendDocument(response, path.slice('/content/'.length));
    return sendFile(response, path === '/' ? '/index.html' : path);
  }

  #isAllowed({ headers: { origin } }: IncomingMessage, response: ServerResponse): boolean {
    if (!origin || origin !== this.allowedOrigin) return false;
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST, DELETE');
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type, X-Parley-Dialect');
    return true;
  }

  async #chat(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: unknown = JSON.parse(await readBody(request));
    this.asked.push(body);
    const script = this.#scripts.get(lastQuestion(body))?.shift() ?? usualAnswer;
    if ('status' in script) return sendJson(response, script.status, script.body);

    response.writeHead(200, {
      'Content-Type': 'application/json-lines',
      'X-Request-Id': `run-${this.asked.length}`,
      'Cache-Control': 'no-cache, no-transform',
    });
    let sequenceNumber = 0;
    for (const step of script.steps) {
      if ('send' in step) {
        response.write(`${JSON.stringify({ ...step.send, sequence_number: sequenceNumber++ })}\n`);
      } else if ('raw' in step) {
        response.write(step.raw);
      } else if ('cut' in step) {
        response.socket?.destroy();
        return;
      } else if ('pauseMs' in step) {
        await pause(step.pauseMs);
      } else {
        await this.#waitAt(step.hold, response);
      }
    }
    response.end();
  }

  async #feedback(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.rated.push(JSON.parse(await readBody(request)));
    return sendJson(response, 201, {});
  }

  async #waitAt(name: string, response: ServerResponse): Promise<void> {
    const hold = this.#hold(name);
    response.on('close', () => hold.left.open());
    hold.reached.open();
    await Promise.race([hold.released.opened, hold.left.opened]);
  }
}

class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });
}

function lastQuestion(body: unknown): string {
  const { messages } = body as { messages: { content: string }[] };
  return messages.at(-1)?.content ?? '';
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function sendDocument(response: ServerResponse, name: string): void {
  const found = documents.get(name);
  if (!found) return sendJson(response, 404, { error: `There is no document ${name}.`, code: 'not_found' });
  response.writeHead(200, { 'Content-Type': found.mediaType }).end(found.body);
}

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  try {
    const body = await readFile(dist + path);
    response
      .writeHead(200, { 'Content-Type': mediaTypes[extname(path)] ?? 'application/octet-stream' })
      .end(body);
  } catch {
    sendJson(response, 404, { error: 'Not found.', code: 'not_found' });
  }
}

function asError(problem: unknown): Error {
  return problem instanceof Error ? problem : new Error(String(problem));
}

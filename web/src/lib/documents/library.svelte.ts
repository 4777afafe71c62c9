// The documents as the page shows them: those of the server, files on their way to it, and which of them the
// questions are asked over.
import type { DocumentApi, ListedDocument } from '$lib/api/documents';
import type { Problem } from '$lib/api/events';
import { publicName } from './public-name';

export interface UploadRules {
  bytesMax: number;
  types: string[]; // extensions, each with its dot
}

/** One file on its way. What was refused stays until the reader has seen why. */
export interface Sending {
  id: number;
  name: string;
  bytes: number;
  sent: number;
  phase: 'queued' | 'sending' | 'asking' | 'refused'; // asking: whether it may replace another one
  problem: string;
}

export type LibraryEvent =
  | { type: 'listed'; documents: ListedDocument[] }
  | { type: 'failed'; problem: Problem }
  | { type: 'added'; sending: Sending }
  | { type: 'changed'; id: number; to: Partial<Sending> }
  | { type: 'left'; id: number }
  | { type: 'chosen'; names: string[] }
  | { type: 'removed'; name: string };

export type Refusal = { type: 'unknown type'; known: string } | { type: 'too large'; bytesMax: number };

const sendingMax = 2; // at a time: more would only share the line
const lookAgainMs = { first: 1000, max: 10_000 }; // a long list is long to ask for, again and again
const listsWithoutMax = 20; // about three minutes: then what was sent is gone, as when somebody deleted it
export const chosenMax = 100; // names that a question may be asked over (docs/protocol.md)

export class Library {
  phase = $state<'unknown' | 'listed'>('unknown');
  documents = $state.raw<ListedDocument[]>([]);
  sendings = $state.raw<Sending[]>([]);
  chosen = $state.raw<string[]>([]); // names; none: questions are asked over all
  problem = $state.raw<Problem | null>(null); // of the last list or deletion
  finished = $state.raw<ListedDocument[]>([]); // what became ready, or failed, with the last list
  rules = $state.raw<UploadRules | null>(null); // null: the server takes no files

  readonly #api: DocumentApi;
  readonly #refusal: (why: Refusal) => string;
  readonly #files = new Map<number, { file: File; stop: AbortController; then: 'refuse' | 'replace' }>();
  #ids = 0;
  /** Names whose end nobody was told yet, each with how many lists in a row lacked it. */
  readonly #sent = new Map<string, number>();
  #panel: 'open' | 'closed' = 'closed';
  #looking = false;
  #look: 'wanted' | 'done' = 'done';
  #wake = () => {};

  constructor(api: DocumentApi, refusal: (why: Refusal) => string) {
    this.#api = api;
    this.#refusal = refusal;
  }

  apply(event: LibraryEvent): void {
    switch (event.type) {
      case 'listed':
        this.finished = this.#finishedBetween(this.documents, event.documents);
        this.phase = 'listed';
        this.problem = null;
        this.documents = event.documents;
        this.#chooseAmong(event.documents);
        this.#giveUpAmong(event.documents);
        break;
      case 'failed':
        this.problem = event.problem;
        break;
      case 'added':
        this.sendings = [...this.sendings, event.sending];
        break;
      case 'changed':
        this.sendings = this.sendings.map((each) => (each.id === event.id ? { ...each, ...event.to } : each));
        break;
      case 'left':
        this.sendings = this.sendings.filter(({ id }) => id !== event.id);
        break;
      case 'chosen':
        this.chosen = event.names;
        break;
      case 'removed':
        this.#sent.delete(event.name);
        this.documents = this.documents.filter(({ name }) => name !== event.name);
        this.#chooseAmong(this.documents);
        break;
      default:
        event satisfies never;
    }
  }

  /** What goes along with a question. */
  get overrides(): { include_documents?: string[] } {
    return this.chosen.length > 0 ? { include_documents: this.chosen } : {};
  }

  choose(name: string, is: 'chosen' | 'not chosen'): void {
    const others = this.chosen.filter((each) => each !== name);
    if (is === 'chosen' && others.length >= chosenMax) return;
    this.apply({ type: 'chosen', names: is === 'chosen' ? [...others, name] : others });
  }

  /** Somebody looks at the list: it is asked for, and again while a document is under way. */
  look(): Promise<void> {
    this.#panel = 'open';
    return this.#askForList();
  }

  /** Nobody looks any more. What was sent from here is still waited for, and told of when it is finished. */
  lookAway(): void {
    this.#panel = 'closed';
    this.#wake();
  }

  /** Goes on as long as there is something to wait for: more rarely as long as nothing is finished. */
  async #askForList(): Promise<void> {
    this.#look = 'wanted';
    this.#wake();
    if (this.#looking) return;
    this.#looking = true;
    let pauseMs = lookAgainMs.first;
    while (this.#isWanted() || this.#isAnyAwaited()) {
      if (this.#isWanted()) {
        pauseMs = lookAgainMs.first;
      } else {
        if ((await this.#pause(pauseMs)) === 'woken') continue;
        pauseMs = Math.min(pauseMs * 1.5, lookAgainMs.max);
      }
      this.#look = 'done';
      if ((await this.#takeList()) === 'some finished') pauseMs = lookAgainMs.first;
    }
    this.#looking = false;
  }

  async #takeList(): Promise<'some finished' | 'none finished'> {
    const found = await this.#api.list();
    if (found.ok) this.apply({ type: 'listed', documents: found.value });
    else this.apply({ type: 'failed', problem: found.problem });
    return found.ok && this.finished.length > 0 ? 'some finished' : 'none finished';
  }

  /** Meanwhile another look may have been asked for, as by a file that has arrived. */
  #isWanted(): boolean {
    return this.#look === 'wanted';
  }

  #isAnyAwaited(): boolean {
    return this.#sent.size > 0 || (this.#panel === 'open' && this.documents.some(isUnderWay));
  }

  #pause(ms: number): Promise<'over' | 'woken'> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve('over'), ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve('woken');
      };
    });
  }

  /** Sends files, a few at a time; one that cannot be taken is refused without being sent. */
  async add(files: readonly File[]): Promise<void> {
    if (this.phase === 'unknown') await this.#takeList(); // else a name that is taken is not known to be
    for (const file of files) {
      const problem = this.#problemOf(file);
      const name = publicName(file.name);
      const isThere = this.documents.some((each) => each.name === name && each.origin === 'uploaded');
      const phase = problem ? 'refused' : isThere ? 'asking' : 'queued';
      const id = ++this.#ids;
      this.#files.set(id, { file, stop: new AbortController(), then: 'refuse' });
      this.apply({
        type: 'added',
        sending: { id, name: file.name, bytes: file.size, sent: 0, phase, problem },
      });
    }
    this.#sendNext();
  }

  /** The file takes the place of the document that has its name. */
  replace(id: number): void {
    const kept = this.#files.get(id);
    if (!kept) return;
    kept.then = 'replace';
    this.apply({ type: 'changed', id, to: { phase: 'queued' } });
    this.#sendNext();
  }

  /** Ends the sending, or takes a refused file off the list. */
  dismiss(id: number): void {
    const kept = this.#files.get(id);
    this.#files.delete(id);
    this.apply({ type: 'left', id });
    kept?.stop.abort();
  }

  async remove(name: string): Promise<boolean> {
    const done = await this.#api.remove(name);
    if (done.ok) this.apply({ type: 'removed', name });
    else this.apply({ type: 'failed', problem: done.problem });
    return done.ok;
  }

  #problemOf(file: File): string {
    if (!this.rules) return '';
    const { types, bytesMax } = this.rules;
    const isKnown = types.some((type) => file.name.toLowerCase().endsWith(type));
    if (!isKnown) return this.#refusal({ type: 'unknown type', known: types.join(' ') });
    return file.size > bytesMax ? this.#refusal({ type: 'too large', bytesMax }) : '';
  }

  #sendNext(): void {
    const free = sendingMax - this.sendings.filter(({ phase }) => phase === 'sending').length;
    const next = this.sendings.filter(({ phase }) => phase === 'queued').slice(0, Math.max(free, 0));
    for (const { id } of next) void this.#send(id);
  }

  async #send(id: number): Promise<void> {
    const kept = this.#files.get(id);
    if (!kept) return;
    this.apply({ type: 'changed', id, to: { phase: 'sending', sent: 0 } });
    const onsent = (bytes: number) => this.apply({ type: 'changed', id, to: { sent: bytes } });
    const sent = await this.#api.upload(kept.file, { then: kept.then, onsent, stop: kept.stop.signal });
    if (sent.ok) {
      this.#files.delete(id);
      this.#sent.set(publicName(kept.file.name), 0);
      this.apply({ type: 'left', id });
      void this.#askForList();
    } else {
      this.apply({ type: 'changed', id, to: { phase: 'refused', problem: sent.problem.message } });
    }
    this.#sendNext();
  }

  /** A small file may be read before it is listed for the first time. */
  #finishedBetween(before: ListedDocument[], now: ListedDocument[]): ListedDocument[] {
    const waited = new Set([...this.#sent.keys(), ...before.filter(isUnderWay).map(({ name }) => name)]);
    const finished = now.filter((each) => waited.has(each.name) && !isUnderWay(each));
    for (const { name } of finished) this.#sent.delete(name);
    return finished;
  }

  /** What is not listed may come yet, but is not waited for without an end. */
  #giveUpAmong(documents: ListedDocument[]): void {
    const names = new Set(documents.map(({ name }) => name));
    for (const [name, lists] of this.#sent) {
      const without = names.has(name) ? 0 : lists + 1;
      if (without < listsWithoutMax) this.#sent.set(name, without);
      else this.#sent.delete(name);
    }
  }

  /** What is gone cannot be asked over. */
  #chooseAmong(documents: ListedDocument[]): void {
    const names = new Set(documents.map(({ name }) => name));
    if (this.chosen.some((name) => !names.has(name)))
      this.chosen = this.chosen.filter((name) => names.has(name));
  }
}

export function isUnderWay({ state }: ListedDocument): boolean {
  return state !== 'ready' && state !== 'failed';
}

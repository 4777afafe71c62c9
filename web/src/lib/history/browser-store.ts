// Conversations kept by this browser, for a server that keeps none. They leave it only as questions do.
//
// What is listed is apart from what was said, so that a list does not read every answer. Bounded: the oldest
// go when there are too many, or when the browser gives no more room.
import { makeProblem } from '$lib/api/events';
import type { Outcome } from '$lib/api/request';
import { t } from '$lib/i18n/i18n.svelte';
import type { KeptConversation } from '$lib/chat/conversation.svelte';
import { titleOf, type KeepingStore, type Listed, type ListPage, type Stored } from './store';

const databaseName = 'parley';
const conversationsMax = 200;
const pageCount = 20;
const fullCode = 'full';

interface Entry {
  id: string;
  kept: KeptConversation;
}

type Work<Value> = (listed: IDBObjectStore, said: IDBObjectStore) => Promise<Value>;

export class BrowserStore implements KeepingStore {
  readonly #factory: () => IDBFactory;
  #opened: Promise<IDBDatabase> | null = null;

  constructor(factory: () => IDBFactory) {
    this.#factory = factory;
  }

  list(words: string, after: string | null): Promise<Outcome<ListPage>> {
    return this.#within('readonly', async (listed, said) => {
      const all = newestFirst(await asked<Listed[]>(listed.getAll()));
      if (words) return { conversations: await search(all, words, said), next: null };
      const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
      const conversations = all.slice(from, from + pageCount);
      const isMore = from + pageCount < all.length;
      return { conversations, next: isMore ? (conversations.at(-1)?.id ?? null) : null };
    });
  }

  find(id: string): Promise<Outcome<Stored>> {
    return this.#within('readonly', async (listed, said) => {
      const entry = await asked<Listed>(listed.get(id));
      const { kept } = await asked<Entry>(said.get(id));
      return { ...entry, kept };
    });
  }

  rename(id: string, title: string): Promise<Outcome<null>> {
    return this.#within('readwrite', async (listed) => {
      const entry = await asked<Listed>(listed.get(id));
      await asked(listed.put({ ...entry, title }));
      return null;
    });
  }

  remove(id: string): Promise<Outcome<null>> {
    return this.#within('readwrite', (listed, said) => removeFrom([listed, said], [id]));
  }

  removeAll(): Promise<Outcome<null>> {
    return this.#within('readwrite', async (listed, said) => {
      await Promise.all([asked(listed.clear()), asked(said.clear())]);
      return null;
    });
  }

  /** When the browser gives no more room, and only then, most of the oldest go. */
  async keep(id: string, kept: KeptConversation): Promise<Outcome<null>> {
    const outcome = await this.#put({ id, kept }, conversationsMax);
    const isFull = !outcome.ok && outcome.problem.code === fullCode;
    return isFull ? this.#put({ id, kept }, conversationsMax / 4) : outcome;
  }

  #put({ id, kept }: Entry, keptMax: number): Promise<Outcome<null>> {
    return this.#within('readwrite', async (listed, said) => {
      const before = newestFirst(await asked<Listed[]>(listed.getAll()));
      const others = before.filter((entry) => entry.id !== id);
      const tooMany = others.slice(keptMax - 1).map((entry) => entry.id);
      await removeFrom([listed, said], tooMany);
      const known = before.find((entry) => entry.id === id);
      const title = known?.title ?? titleOf(kept.turns[0]?.question ?? '');
      await asked(listed.put({ id, title, timestamp: Date.now() }));
      await asked(said.put({ id, kept }));
      return null;
    });
  }

  /** Tried once more over a new connection: browsers close those of pages that rest. */
  async #within<Value>(mode: IDBTransactionMode, work: Work<Value>): Promise<Outcome<Value>> {
    try {
      return { ok: true, value: await this.#transact(mode, work).catch(() => this.#transact(mode, work)) };
    } catch (reason) {
      const code = isQuota(reason) ? fullCode : 'unavailable';
      return { ok: false, problem: makeProblem(code, t('history.unavailable')) };
    }
  }

  /** One transaction over both tables. What fails gives the connection up. */
  async #transact<Value>(mode: IDBTransactionMode, work: Work<Value>): Promise<Value> {
    let transaction: IDBTransaction | undefined;
    try {
      this.#opened ??= open(this.#factory());
      transaction = (await this.#opened).transaction(['listed', 'said'], mode);
      const ended = endOf(transaction);
      ended.catch(() => undefined); // told below, unless the work has failed before
      const value = await work(transaction.objectStore('listed'), transaction.objectStore('said'));
      await ended;
      return value;
    } catch (reason) {
      this.#opened = null;
      throw transaction?.error ?? reason; // a request only says that it was given up with the others
    }
  }
}

const isQuota = (reason: unknown) => reason instanceof DOMException && reason.name === 'QuotaExceededError';

async function search(all: Listed[], words: string, said: IDBObjectStore): Promise<Listed[]> {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  const found: Listed[] = [];
  for (const entry of all) {
    const { kept } = await asked<Entry>(said.get(entry.id));
    const spoken = kept.turns.map(({ question, answer }) => `${question} ${answer.text}`).join(' ');
    const text = plain(`${entry.title} ${spoken}`);
    if (wanted.every((word) => text.includes(word))) found.push(entry);
  }
  return found;
}

/** Case and accents do not matter, as at the server. */
function plain(words: string): string {
  return words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function newestFirst(all: Listed[]): Listed[] {
  return all.sort((one, other) => other.timestamp - one.timestamp);
}

async function removeFrom(tables: IDBObjectStore[], ids: string[]): Promise<null> {
  await Promise.all(tables.flatMap((table) => ids.map((id) => asked(table.delete(id)))));
  return null;
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(databaseName, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('listed', { keyPath: 'id' });
    request.result.createObjectStore('said', { keyPath: 'id' });
  };
  return asked(request);
}

/** What is not there is a failure, too: nobody asks for what was not listed. */
function asked<Value>(request: IDBRequest): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as Value);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });
}

function endOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB'));
  });
}

// The list of conversations as it is shown: what was searched for, how far it has come, and what went wrong.
import type { Problem } from '$lib/api/events';
import type { Outcome } from '$lib/api/request';
import type { KeptConversation } from '$lib/chat/conversation.svelte';
import { t } from '$lib/i18n/i18n.svelte';
import { randomName } from './random-name';
import type { CopyingStore, ConversationStore, KeepingStore, Listed, ListPage, Stored } from './store';

export type Keeper = 'browser' | 'server';

export interface Stores {
  browser: KeepingStore;
  server: CopyingStore;
}

export type HistoryEvent =
  | { type: 'asked'; words: string }
  | { type: 'listed'; page: ListPage }
  | { type: 'listed more' | 'listed again'; page: ListPage }
  | { type: 'renamed'; id: string; title: string }
  | { type: 'removed'; id: string }
  | { type: 'emptied' }
  | { type: 'failed'; problem: Problem };

export class History {
  phase = $state<'loading' | 'listed'>('loading');
  words = $state('');
  conversations = $state.raw<Listed[]>([]);
  next = $state<string | null>(null);
  problem = $state.raw<Problem | null>(null); // of what was tried last
  notKept = $state.raw<Problem | null>(null); // why the latest answer, or those before it, could not be kept
  keeper = $state<Keeper | null>(null); // null until the server has said whether it keeps any

  readonly #stores: Stores;
  #asked = 0; // lists asked for so far: only the latest is shown

  constructor(stores: Stores) {
    this.#stores = stores;
  }

  apply(event: HistoryEvent): void {
    this.problem = null;
    switch (event.type) {
      case 'asked':
        this.phase = 'loading';
        this.words = event.words;
        break;
      case 'listed':
        this.phase = 'listed';
        this.conversations = event.page.conversations;
        this.next = event.page.next;
        break;
      case 'listed more':
        this.conversations = withoutTwice([...this.conversations, ...event.page.conversations]);
        this.next = event.page.next;
        break;
      case 'listed again': // what is new comes on top of what was shown
        this.conversations = withoutTwice([...event.page.conversations, ...this.conversations]);
        this.next ??= event.page.next;
        break;
      case 'renamed':
        this.conversations = this.conversations.map((each) =>
          each.id === event.id ? { ...each, title: event.title } : each,
        );
        break;
      case 'removed':
        this.conversations = this.conversations.filter(({ id }) => id !== event.id);
        break;
      case 'emptied':
        this.conversations = [];
        this.next = null;
        break;
      case 'failed':
        this.phase = 'listed';
        this.problem = event.problem;
        break;
      default:
        event satisfies never;
    }
  }

  /** What was shown stays until the new list is there. False when it failed, or another was asked for. */
  async list(words: string): Promise<boolean> {
    this.apply({ type: 'asked', words });
    const asked = ++this.#asked;
    const found = await this.#store.list(words.trim(), null);
    return asked === this.#asked && this.#take(found, (page) => this.apply({ type: 'listed', page }));
  }

  async more(): Promise<void> {
    const asked = this.#asked;
    const found = await this.#store.list(this.words.trim(), this.next);
    if (asked === this.#asked) this.#take(found, (page) => this.apply({ type: 'listed more', page }));
  }

  async find(id: string): Promise<Stored | null> {
    const found = await this.#store.find(id);
    return this.#take(found, () => (this.problem = null)) && found.ok ? found.value : null;
  }

  async rename(id: string, title: string): Promise<boolean> {
    const done = await this.#store.rename(id, title);
    return this.#take(done, () => this.apply({ type: 'renamed', id, title }));
  }

  async remove(id: string): Promise<boolean> {
    const done = await this.#store.remove(id);
    return this.#take(done, () => this.apply({ type: 'removed', id }));
  }

  async removeAll(): Promise<boolean> {
    const done = await this.#store.removeAll();
    return this.#take(done, () => this.apply({ type: 'emptied' }));
  }

  /**
   * A server has kept it by itself. What the browser cannot keep is told when the list is looked at.
   */
  async keep(id: string, kept: KeptConversation): Promise<void> {
    if (this.keeper === 'browser') {
      const done = await this.#stores.browser.keep(id, kept);
      this.notKept = done.ok ? null : done.problem;
    }
    if (this.#asked === 0) return;
    if (this.words.trim() !== '') return void (await this.list(this.words));
    const asked = this.#asked;
    const found = await this.#store.list('', null);
    if (asked === this.#asked) this.#take(found, (page) => this.apply({ type: 'listed again', page }));
  }

  /**
   * A server only adds answers: a question that is asked again begins another conversation there, with those
   * before it. When the server cannot copy them the new one lacks them, and the old one has them still.
   */
  async branch(from: string, runs: string[]): Promise<string> {
    const to = randomName();
    const copied = runs.length > 0 ? await this.#stores.server.copy(from, to, runs) : null;
    this.notKept = copied && !copied.ok ? notCopied(copied.problem) : null;
    return to;
  }

  get #store(): ConversationStore {
    return this.#stores[this.keeper ?? 'browser'];
  }

  #take<Value>(outcome: Outcome<Value>, use: (value: Value) => void): boolean {
    if (outcome.ok) use(outcome.value);
    else this.apply({ type: 'failed', problem: outcome.problem });
    return outcome.ok;
  }
}

function notCopied(problem: Problem): Problem {
  return { ...problem, message: t('history.notCopied', { problem: problem.message }) };
}

/** A conversation that went on meanwhile has moved up, and would come again: the first of it counts. */
function withoutTwice(all: Listed[]): Listed[] {
  return all.filter(({ id }, index) => all.findIndex((other) => other.id === id) === index);
}

// The control plane of the `parley mock` behind a real server: who waits where, and what became of a request.
import { vi } from 'vitest';

/** Of an entry of the journal: what tests look at. */
export interface Journalled {
  fixture: string;
  status: number;
  reader_left: boolean;
}

const patience = { timeout: 20_000, interval: 10 };

export class MockControl {
  readonly #url: string;

  constructor(url: string) {
    this.#url = `${url}/__mock`;
  }

  /** Forgets the journal, where sequences are, and what was released. */
  async reset(): Promise<void> {
    await this.#ask('POST', 'reset');
  }

  /** Resolves when an answer waits at this pause. */
  async reached(pause: string): Promise<void> {
    const isWaiting = async () => {
      const { waiting } = (await this.#ask('GET', 'pauses')) as { waiting: Record<string, number> };
      return (waiting[pause] ?? 0) > 0;
    };
    await vi.waitUntil(isWaiting, patience);
  }

  /** Lets the answer that waits there go on, or the next one that comes there pass. */
  async release(...pauses: string[]): Promise<void> {
    for (const release of pauses) await this.#ask('POST', 'pauses', { release });
  }

  async journal(): Promise<Journalled[]> {
    const { requests } = (await this.#ask('GET', 'journal')) as { requests: Journalled[] };
    return requests;
  }

  /** Resolves when the reader of an answer of this fixture has left before its end. */
  async left(fixture: string): Promise<void> {
    const hasLeft = async () =>
      (await this.journal()).some((entry) => entry.fixture === fixture && entry.reader_left);
    await vi.waitUntil(hasLeft, patience);
  }

  async #ask(method: 'GET' | 'POST', name: string, body?: object): Promise<unknown> {
    const request = body ? { method, body: JSON.stringify(body) } : { method };
    const answer = await fetch(`${this.#url}/${name}`, request);
    if (!answer.ok) throw new Error(`/__mock/${name}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}

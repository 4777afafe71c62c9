// As much of IndexedDB as the store of conversations uses, in memory, for tests: it can be closed and full.

type Table = Map<string, { id: string }>;

interface Transaction {
  error: DOMException | null;
  oncomplete: () => void;
  onabort: () => void;
  objectStore: (name: string) => object;
}

export class FakeDatabase {
  readonly tables: Record<string, Table> = { listed: new Map(), said: new Map() };
  entriesMax = Infinity; // of a table
  opened = 0;
  #isClosed = false;

  /** As browsers do to a page that rests: whoever holds the connection finds it closed. */
  close(): void {
    this.#isClosed = true;
  }

  readonly factory = {
    open: () => {
      this.opened++;
      this.#isClosed = false;
      return answered(() => ({ transaction: () => this.#transaction() }));
    },
  } as unknown as IDBFactory;

  #transaction(): object {
    if (this.#isClosed) throw new DOMException('closed', 'InvalidStateError');
    const before = Object.entries(this.tables).map(([name, table]) => [name, [...table]] as const);
    const transaction: Transaction = {
      error: null,
      oncomplete: () => {},
      onabort: () => {},
      objectStore: (name) => this.#store(this.tables[name] ?? new Map(), giveUp),
    };
    const giveUp = (): never => {
      transaction.error = new DOMException('full', 'QuotaExceededError');
      for (const [name, entries] of before) this.tables[name] = new Map(entries);
      transaction.onabort();
      throw new DOMException('given up', 'AbortError');
    };
    setTimeout(() => transaction.error ?? transaction.oncomplete());
    return transaction;
  }

  #store(table: Table, giveUp: () => never): object {
    return {
      getAll: () => answered(() => [...table.values()]),
      get: (id: string) => answered(() => table.get(id)),
      delete: (id: string) => answered(() => void table.delete(id)),
      clear: () => answered(() => table.clear()),
      put: (entry: { id: string }) =>
        answered(() => (table.set(entry.id, entry).size > this.entriesMax ? giveUp() : undefined)),
    };
  }
}

/** A request that is answered a little later. */
function answered(work: () => unknown): object {
  const request = {
    result: undefined as unknown,
    error: null as unknown,
    onsuccess: () => {},
    onerror: () => {},
  };
  queueMicrotask(() => {
    try {
      request.result = work();
    } catch (reason) {
      request.error = reason;
      return request.onerror();
    }
    request.onsuccess();
  });
  return request;
}

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DocumentApi, ListedDocument, UploadOptions } from '$lib/api/documents';
import { makeProblem } from '$lib/api/events';
import type { Outcome } from '$lib/api/request';
import { Library } from './library.svelte';
import { publicName } from './public-name';

const listed = (name: string, more: Partial<ListedDocument> = {}): ListedDocument => ({
  name,
  title: '',
  bytes: 10,
  pages: 0,
  passages: 1,
  state: 'ready',
  reason: '',
  origin: 'uploaded',
  ...more,
});

/** A server that holds each upload until the test answers it. */
class HeldServer implements DocumentApi {
  documents: ListedDocument[] = [];
  uploads: (UploadOptions & { file: File; answer: (outcome: Outcome<null>) => void })[] = [];
  list = () => Promise.resolve({ ok: true as const, value: this.documents });
  remove = (name: string) =>
    Promise.resolve<Outcome<null>>(
      name === 'held.md' ? { ok: false, problem: makeProblem('busy', 'later') } : { ok: true, value: null },
    );
  upload = (file: File, options: UploadOptions) =>
    new Promise<Outcome<null>>((answer) => this.uploads.push({ file, ...options, answer }));
}

const file = (name: string, text = 'words') => new File([text], name);
const settled = () => new Promise((resolve) => setTimeout(resolve));

function libraryOf(server: HeldServer): Library {
  const library = new Library(server, ({ type }) => type);
  library.rules = { bytesMax: 100, types: ['.md', '.pdf'] };
  return library;
}

const phases = (library: Library) => library.sendings.map(({ name, phase }) => `${name} ${phase}`);

describe('sending files', () => {
  it('sends two at a time and the others after them', async () => {
    const server = new HeldServer();
    const library = libraryOf(server);
    await library.add([file('a.md'), file('b.md'), file('c.md')]);
    expect(phases(library)).toEqual(['a.md sending', 'b.md sending', 'c.md queued']);
    server.uploads[0]?.onsent(3);
    expect(library.sendings[0]?.sent).toBe(3);
    server.documents = [listed('a.md')];
    server.uploads[0]?.answer({ ok: true, value: null });
    await settled();
    expect(phases(library)).toEqual(['b.md sending', 'c.md sending']);
    expect(library.documents.map(({ name }) => name)).toEqual(['a.md']);
  });

  it('refuses what the server would not take, without sending it', async () => {
    const server = new HeldServer();
    const library = libraryOf(server);
    await library.add([file('table.xlsx'), file('LARGE.MD', 'x'.repeat(101)), file('a.MD', 'x'.repeat(100))]);
    expect(library.sendings.map(({ problem }) => problem)).toEqual(['unknown type', 'too large', '']);
    expect(server.uploads.map((each) => each.file.name)).toEqual(['a.MD']);
  });

  it('asks before it replaces, and keeps what was refused until it is dismissed', async () => {
    const server = new HeldServer();
    server.documents = [listed('my-notes.md')];
    const library = libraryOf(server);
    await library.look();
    await library.add([file('my notes.md')]);
    expect(phases(library)).toEqual(['my notes.md asking']);
    library.replace(library.sendings[0]?.id ?? 0);
    expect(server.uploads[0]?.then).toBe('replace');
    server.uploads[0]?.answer({ ok: false, problem: makeProblem('busy', 'the disk is full') });
    await settled();
    expect(library.sendings[0]).toMatchObject({ phase: 'refused', problem: 'the disk is full' });
    library.dismiss(library.sendings[0]?.id ?? 0);
    expect(library.sendings).toEqual([]);
  });

  it('ends what is cancelled, and goes on with the next', async () => {
    const server = new HeldServer();
    const library = libraryOf(server);
    await library.add([file('a.md'), file('b.md'), file('c.md')]);
    library.dismiss(library.sendings[0]?.id ?? 0);
    expect(server.uploads[0]?.stop.aborted).toBe(true);
    server.uploads[0]?.answer({ ok: false, problem: makeProblem('unreachable', 'aborted') });
    await settled();
    expect(phases(library)).toEqual(['b.md sending', 'c.md sending']);
  });
});

describe('the list', () => {
  it('tells what was finished since the list before', () => {
    const library = libraryOf(new HeldServer());
    library.apply({ type: 'listed', documents: [listed('a', { state: 'reading' }), listed('b')] });
    expect(library.finished).toEqual([]);
    library.apply({ type: 'listed', documents: [listed('a', { state: 'failed' }), listed('b')] });
    expect(library.finished.map(({ name, state }) => `${name} ${state}`)).toEqual(['a failed']);
  });

  it('keeps a document that could not be deleted, with the reason', async () => {
    const library = libraryOf(new HeldServer());
    library.apply({ type: 'listed', documents: [listed('held.md'), listed('free.md')] });
    expect(await library.remove('held.md')).toBe(false);
    expect(library.problem?.message).toBe('later');
    expect(await library.remove('free.md')).toBe(true);
    expect(library.documents.map(({ name }) => name)).toEqual(['held.md']);
  });
});

describe('a list that is asked for again', () => {
  const failing = { ok: false as const, problem: makeProblem('unreachable', 'gone') };

  it('is, when a file arrives while it is on its way', async () => {
    const server = new HeldServer();
    const answers: (() => void)[] = [];
    const library = libraryOf(server);
    library.apply({ type: 'listed', documents: [] });
    server.list = () => {
      const value = server.documents;
      return new Promise((resolve) => answers.push(() => resolve({ ok: true, value })));
    };
    void library.look();
    server.documents = [listed('b.md')];
    void library.look();
    answers[0]?.();
    await settled();
    answers[1]?.();
    await settled();
    expect(library.documents.map(({ name }) => name)).toEqual(['b.md']);
  });

  it('is, more rarely, while a document is under way, also after a list that failed', async () => {
    vi.useFakeTimers();
    const server = new HeldServer();
    server.documents = [listed('a.md', { state: 'reading' })];
    const library = libraryOf(server);
    let lists = 0;
    server.list = async () => (++lists === 2 ? failing : { ok: true, value: server.documents }) as never;
    void library.look();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lists).toBeGreaterThan(5);
    expect(lists).toBeLessThan(15);
    server.documents = [];
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    expect(library.documents).toEqual([]);
  });

  describe('while time goes by', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    /** A library with a file that has just been sent, and how often the list was asked for. */
    async function withSent(list: (count: number) => Outcome<ListedDocument[]>) {
      const server = new HeldServer();
      const library = libraryOf(server);
      library.apply({ type: 'listed', documents: [] });
      await library.add([file('a.md')]);
      const asked = { count: 0 };
      server.list = async () => list(++asked.count) as never;
      server.uploads[0]?.answer({ ok: true, value: null });
      return { library, asked };
    }

    it('is, while the end of a file that was sent is not told, also after a list that failed', async () => {
      const ready = { ok: true as const, value: [listed('a.md')] };
      const { library, asked } = await withSent((count) => (count < 3 ? failing : ready));
      await vi.advanceTimersByTimeAsync(60_000);
      expect(library.finished.map(({ name }) => name)).toEqual(['a.md']);
      expect(asked.count).toBe(3);
    });

    it('is, while a file that was sent is not listed, but not for ever', async () => {
      const { asked } = await withSent(() => ({ ok: true, value: [] }));
      await vi.advanceTimersByTimeAsync(60_000);
      expect(asked.count).toBeGreaterThan(5);
      await vi.advanceTimersByTimeAsync(600_000);
      expect(asked.count).toBe(20);
    });

    it('is not, when nobody looks any more and nothing was sent', async () => {
      const server = new HeldServer();
      const list = vi.spyOn(server, 'list');
      server.documents = [listed('a.md', { state: 'reading' })];
      const library = libraryOf(server);
      void library.look();
      await vi.advanceTimersByTimeAsync(2_000);
      const before = list.mock.calls.length;
      expect(before).toBeGreaterThan(1);
      library.lookAway();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(list).toHaveBeenCalledTimes(before);
      void library.look();
      await vi.advanceTimersByTimeAsync(2_000);
      expect(list.mock.calls.length).toBeGreaterThan(before + 1);
    });

    it('is, when nobody looks any more, until what was sent is finished', async () => {
      const { library, asked } = await withSent((count) => ({
        ok: true,
        value: [
          listed('a.md', { state: count < 4 ? 'reading' : 'ready' }),
          listed('b', { state: 'reading' }),
        ],
      }));
      void library.look();
      library.lookAway();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(asked.count).toBe(4);
    });
  });

  it('tells of a file that was ready when it was listed first, and only then', async () => {
    const server = new HeldServer();
    const library = libraryOf(server);
    await library.add([file('a.md')]);
    server.documents = [listed('a.md')];
    server.uploads[0]?.answer({ ok: true, value: null });
    await settled();
    expect(library.finished.map(({ name }) => name)).toEqual(['a.md']);
    await library.look();
    expect(library.finished).toEqual([]);
  });

  it('comes before the first file, so that a document is not replaced without a question', async () => {
    const server = new HeldServer();
    server.documents = [listed('a.md')];
    const library = libraryOf(server);
    await library.add([file('a.md')]);
    expect(phases(library)).toEqual(['a.md asking']);
  });
});

describe('choosing', () => {
  it('ends at as many documents as a question may be asked over', () => {
    const library = libraryOf(new HeldServer());
    for (let count = 0; count < 102; count++) library.choose(`${count}.md`, 'chosen');
    expect(library.chosen).toHaveLength(100);
  });

  it('sends the chosen names along, and none when all are asked', () => {
    const library = libraryOf(new HeldServer());
    library.apply({ type: 'listed', documents: [listed('a'), listed('b')] });
    expect(library.overrides).toEqual({});
    library.choose('b', 'chosen');
    library.choose('a', 'chosen');
    expect(library.overrides).toEqual({ include_documents: ['b', 'a'] });
    library.choose('b', 'not chosen');
    expect(library.overrides).toEqual({ include_documents: ['a'] });
    library.apply({ type: 'listed', documents: [listed('b')] });
    expect(library.overrides).toEqual({});
  });
});

describe('publicName', () => {
  it('is the name that the server gives a file', () => {
    expect(['my notes (2024).pdf', 'über uns.md', '.hidden.md', 'a-&b.txt', 'x .md'].map(publicName)).toEqual(
      ['my-notes-2024.pdf', 'über-uns.md', 'hidden.md', 'a-b.txt', 'x.md'],
    );
  });
});

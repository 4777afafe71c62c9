import { describe, expect, it } from 'vitest';
import { makeProblem } from '$lib/api/events';
import type { Outcome } from '$lib/api/request';
import { groupByAge } from './ages';
import { makeExport } from './export';
import { History } from './history.svelte';
import { titleOf, type ConversationStore, type KeepingStore, type Listed, type Stored } from './store';

const problem = makeProblem('busy', 'The history cannot be reached.');
const listed = (id: string, timestamp = 0): Listed => ({ id, title: id, timestamp });

/** Two pages of two; a search finds what is named. */
function makeStore(over: Partial<KeepingStore> = {}): KeepingStore {
  const all = ['a', 'b', 'c', 'd'].map((id) => listed(id));
  const done = async () => ({ ok: true as const, value: null });
  return {
    list: async (words, after) => {
      const from = after === null ? 0 : Number(after);
      const found = words ? all.filter(({ id }) => id === words) : all.slice(from, from + 2);
      return { ok: true, value: { conversations: found, next: words || from > 0 ? null : '2' } };
    },
    find: async () => ({ ok: false, problem }),
    rename: done,
    remove: done,
    removeAll: done,
    keep: done,
    ...over,
  };
}

const idsOf = (history: History) => history.conversations.map(({ id }) => id).join('');
const makeHistory = (store: KeepingStore) =>
  new History({
    browser: store,
    server: { ...store, copy: async () => ({ ok: true as const, value: null }) },
  });

describe('History', () => {
  it('lists page by page, and what is searched for', async () => {
    const history = makeHistory(makeStore());
    await history.list('');
    expect([idsOf(history), history.next, history.phase]).toEqual(['ab', '2', 'listed']);
    await history.more();
    expect([idsOf(history), history.next]).toEqual(['abcd', null]);
    await history.list(' c ');
    expect([idsOf(history), history.words]).toEqual(['c', ' c ']);
  });

  it('shows only the list that was asked for last, whichever comes first', async () => {
    const waiting: (() => void)[] = [];
    const list: ConversationStore['list'] = (words) =>
      new Promise((resolve) =>
        waiting.push(() => resolve({ ok: true, value: { conversations: [listed(words)], next: null } })),
      );
    const history = makeHistory(makeStore({ list }));
    const both = [history.list('x'), history.list('y')];
    waiting.reverse().forEach((answer) => answer());
    await Promise.all(both);
    expect(idsOf(history)).toBe('y');
  });

  it('shows a conversation once, also when it moved between two pages', async () => {
    const list: ConversationStore['list'] = async (_words, after) => ({
      ok: true,
      value: { conversations: after ? [listed('b'), listed('c')] : [listed('a'), listed('b')], next: 'n' },
    });
    const history = makeHistory(makeStore({ list }));
    await history.list('');
    await history.more();
    expect(idsOf(history)).toBe('abc');
  });

  it('renames and removes', async () => {
    const history = makeHistory(makeStore());
    await history.list('');
    await history.rename('a', 'New');
    expect(history.conversations[0]?.title).toBe('New');
    await history.remove('a');
    expect(idsOf(history)).toBe('b');
    await history.removeAll();
    expect([idsOf(history), history.next]).toEqual(['', null]);
  });

  it('says what went wrong, and keeps what it shows', async () => {
    const refusal = async () => ({ ok: false as const, problem });
    const history = makeHistory(makeStore({ remove: refusal, rename: refusal }));
    await history.list('');
    expect(await history.remove('a')).toBe(false);
    expect(await history.find('a')).toBe(null);
    expect([idsOf(history), history.problem]).toEqual(['ab', problem]);
    await history.list('');
    expect(history.problem).toBe(null);
  });

  it('gives answers to keep only to the browser: a server has them', async () => {
    const kept: string[] = [];
    const history = makeHistory(
      makeStore({ keep: async (id) => (kept.push(id), { ok: true, value: null }) }),
    );
    history.keeper = 'browser';
    await history.keep('a', { turns: [], sessionState: 'a' });
    history.keeper = 'server';
    await history.keep('b', { turns: [], sessionState: 'b' });
    expect(kept).toEqual(['a']);
  });

  it('tells whether a list is shown: neither one that failed nor one that is late', async () => {
    let isBusy = false;
    const store = makeStore();
    const list: ConversationStore['list'] = async (words, after) =>
      isBusy ? { ok: false, problem } : store.list(words, after);
    const history = makeHistory({ ...store, list });
    expect(await Promise.all([history.list('a'), history.list('b')])).toEqual([false, true]);
    isBusy = true;
    expect(await history.list('c')).toBe(false);
  });

  it('says that a server could not copy what was said before, until it can', async () => {
    let copied: Outcome<null> = { ok: false, problem };
    const store = makeStore();
    const history = new History({ browser: store, server: { ...store, copy: async () => copied } });
    history.keeper = 'server';
    await history.branch('a', ['run-1']);
    expect(history.notKept?.message).toMatch(/^What was said before .* The history cannot be reached\.$/);
    copied = { ok: true, value: null };
    await history.branch('a', ['run-1']);
    expect(history.notKept).toBe(null);
  });

  it('says that an answer could not be kept, also when the list is looked at, until one could', async () => {
    let outcome: Outcome<null> = { ok: false, problem };
    const history = makeHistory(makeStore({ keep: async () => outcome }));
    history.keeper = 'browser';
    await history.keep('a', { turns: [], sessionState: 'a' });
    await history.list('');
    expect(history.notKept).toBe(problem);
    outcome = { ok: true, value: null };
    await history.keep('a', { turns: [], sessionState: 'a' });
    expect(history.notKept).toBe(null);
  });
});

describe('a list that is shown', () => {
  it('has what is new on top, and stays as long as it was', async () => {
    let newest = [listed('a'), listed('b')];
    const history = makeHistory(
      makeStore({ list: async () => ({ ok: true, value: { conversations: newest, next: 'n' } }) }),
    );
    history.keeper = 'server';
    await history.keep('a', { turns: [], sessionState: 'a' });
    expect(idsOf(history)).toBe('');
    await history.list('');
    newest = [listed('c'), listed('a')];
    await history.keep('c', { turns: [], sessionState: 'c' });
    expect(idsOf(history)).toBe('cab');
  });
});

describe('groupByAge', () => {
  const now = new Date(2026, 10, 23, 0, 30);
  const agesOf = (...times: Date[]) =>
    groupByAge(
      times.map((time, index) => listed(`${index}`, time.getTime())),
      now,
    ).map(({ age }) => age);

  it('goes by the days of the calendar', () => {
    const times = [
      new Date(2026, 10, 23, 0, 5),
      new Date(2026, 10, 22, 23, 59),
      new Date(2026, 10, 21, 23, 59),
      new Date(2026, 10, 16),
      new Date(2026, 10, 15, 23, 59),
      new Date(2026, 9, 24),
      new Date(2026, 9, 23, 23, 59),
      new Date(2025, 9, 31),
    ];
    expect(agesOf(...times)).toEqual([
      'today',
      'yesterday',
      'week',
      'month',
      { month: new Date(2026, 9, 1) },
      { month: new Date(2025, 9, 1) },
    ]);
  });

  it('takes what is to come for today, as when two clocks differ', () => {
    expect(agesOf(new Date(2026, 10, 24))).toEqual(['today']);
  });
});

describe('a title', () => {
  it('is the question on one line, cut between characters', () => {
    expect(titleOf(' Why\n so? ')).toBe('Why so?');
    expect(titleOf('😀'.repeat(51))).toBe(`${'😀'.repeat(50)}…`);
  });
});

describe('makeExport', () => {
  const answer = { text: 'Five [a.pdf#page=2].', end: 'done' as const, problem: null };
  const sources = [
    { citation: 'a.pdf#page=2', passages: ['Five days.'] },
    { citation: 'b.md', passages: [] },
  ];
  const stored: Stored = {
    ...listed('1'),
    title: 'How many?\n../days',
    kept: { sessionState: '1', turns: [{ question: 'How\nmany?', answer: { ...answer, sources } }] },
  };

  it('writes Markdown with the places that are cited', () => {
    const { name, content } = makeExport(stored, 'markdown');
    expect(name).toBe('How-many-days.md');
    expect(content).toBe(
      '# How many? ../days\n\n1970-01-01T00:00:00.000Z\n\n## How many?\n\nFive [a.pdf#page=2].\n\n' +
        'Sources:\n\n- `[a.pdf#page=2]`: a.pdf, page 2\n',
    );
  });

  it('writes JSON with everything that was read', () => {
    const { name, content } = makeExport(stored, 'json');
    expect(name).toBe('How-many-days.json');
    expect(JSON.parse(content)).toMatchObject({
      id: '1',
      turns: [{ question: 'How\nmany?', answer: 'Five [a.pdf#page=2].', end: 'done', sources }],
    });
  });

  it('has a name for a title without letters', () => {
    expect(makeExport({ ...stored, title: '???' }, 'json').name).toBe('parley.json');
  });
});

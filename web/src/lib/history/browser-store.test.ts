import { describe, expect, it } from 'vitest';
import { BrowserStore } from './browser-store';
import { FakeDatabase } from './fake-database';

const kept = (question: string) => ({
  sessionState: null,
  turns: [
    { question, answer: { text: `${question} Yes.`, end: 'done' as const, sources: [], problem: null } },
  ],
});

/** A store that has kept `count` conversations, named by their numbers. */
async function filled(count: number) {
  const database = new FakeDatabase();
  const store = new BrowserStore(() => database.factory);
  for (let number = 0; number < count; number++) await store.keep(`${number}`, kept(`Question ${number}?`));
  const ids = () => [...(database.tables['said']?.keys() ?? [])];
  return { database, store, ids };
}

describe('the conversations of this browser', () => {
  it('are listed, found, searched, renamed and removed', async () => {
    const { store } = await filled(3);
    await store.rename('1', 'Another title');
    expect(await store.find('1')).toMatchObject({ ok: true, value: { title: 'Another title' } });
    const found = await store.list('question 2', null);
    expect(found.ok && found.value.conversations.map(({ id }) => id)).toEqual(['2']);
    await store.remove('1');
    expect(await store.find('1')).toMatchObject({ ok: false });
  });

  it('all stay when the connection was closed meanwhile, and the new one comes to them', async () => {
    const { database, store, ids } = await filled(120);
    database.close();
    expect(await store.keep('new', kept('New?'))).toMatchObject({ ok: true });
    expect(ids()).toHaveLength(121);
    expect(database.opened).toBe(2);
  });

  it('make room for the new one when the browser gives no more', async () => {
    const { database, store, ids } = await filled(120);
    database.entriesMax = 100;
    expect(await store.keep('new', kept('New?'))).toMatchObject({ ok: true });
    expect(ids()).toHaveLength(50);
    expect(ids()).toContain('new');
  });
});

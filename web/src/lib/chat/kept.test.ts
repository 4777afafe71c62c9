import { describe, expect, it, vi } from 'vitest';
import type { AnswerEvent } from '$lib/api/events';
import { makeProblem } from '$lib/api/events';
import type { Ask } from '$lib/api/send';
import { Conversation, type Resume } from './conversation.svelte';
import { keepConversation, keepWhenLeft, restoreConversation, type KeepingPlace } from './kept';

const sources = [{ citation: 'a.pdf#page=2', passages: ['Five days.'] }];
const context: AnswerEvent = { type: 'context', sources, sessionState: 's1' };

function converse(...events: AnswerEvent[]) {
  const asked: Ask[] = [];
  async function* send(ask: Ask) {
    asked.push(ask);
    yield* events;
  }
  return { conversation: new Conversation(send, (paint) => paint()), asked, send };
}

function makePlace(charsMax = Infinity): KeepingPlace & { held: Map<string, string> } {
  const held = new Map<string, string>();
  return {
    held,
    getItem: (key) => held.get(key) ?? null,
    removeItem: (key) => void held.delete(key),
    setItem: (key, value) => {
      if (value.length > charsMax) throw new Error('full');
      held.set(key, value);
    },
  };
}

describe('a kept conversation', () => {
  it('comes back with the ratings that the server has, and without those it has not', async () => {
    const place = makePlace();
    const { conversation } = converse(context, { type: 'delta', text: 'Five.' }, { type: 'end' });
    await conversation.ask('One?');
    await conversation.ask('Two?');
    const [one, two] = conversation.turns.map(({ answer }) => answer.rating);
    await one?.give(() => Promise.resolve(null), { runId: 'r', rating: 'down', comment: 'Another page.' });
    await two?.give(() => Promise.resolve(makeProblem('busy', 'No.')), {
      runId: 'r',
      rating: 'up',
      comment: '',
    });
    keepConversation(conversation, place);
    const { conversation: again } = converse();
    restoreConversation(again, place);
    const ratings = again.turns.map(({ answer: { rating } }) => [rating.thumb, rating.phase, rating.comment]);
    expect(ratings).toEqual([
      ['down', 'commented', 'Another page.'],
      [null, 'open', ''],
    ]);
  });

  it('comes back with its answers, sources and problems, and goes on', async () => {
    const place = makePlace();
    const problem = makeProblem('x', 'No luck.');
    const { conversation } = converse(
      context,
      { type: 'delta', text: 'Five [a.pdf#page=2].' },
      { type: 'error', problem },
      { type: 'end' },
    );
    await conversation.ask('How many?');
    keepConversation(conversation, place);

    const after = converse({ type: 'end' });
    restoreConversation(after.conversation, place);
    expect(after.conversation.latest).toMatchObject({ question: 'How many?' });
    expect(after.conversation.latest?.answer).toMatchObject({
      phase: 'failed',
      text: 'Five [a.pdf#page=2].',
      sources,
      problem,
      cited: ['a.pdf#page=2'],
    });
    await after.conversation.ask('Why?');
    expect(after.asked[0]).toMatchObject({ sessionState: 's1', messages: [{}, {}, { content: 'Why?' }] });
  });

  it('counts an answer that was under way as stopped', async () => {
    const place = makePlace();
    const { conversation } = converse(context, { type: 'delta', text: 'Fi' });
    await conversation.ask('How many?');
    keepConversation(conversation, place);
    const after = converse().conversation;
    restoreConversation(after, place);
    expect(after.latest?.answer).toMatchObject({ phase: 'stopped', text: 'Fi' });
    expect(after.busy).toBe(false);
  });

  /** Kept while it was under way: `Fi` came up to line 4; half of what follows is not counted. */
  async function keptUnderWay(): Promise<KeepingPlace> {
    const place = makePlace();
    const { conversation } = converse(
      { type: 'run', id: 'q1' },
      { type: 'resumable', run: 'r1' },
      { type: 'step', step: { step: 'question', state: 'done', text: 'Read it', elapsedMs: 1 } },
      context,
      { type: 'delta', text: 'Fi', number: 4 },
      { type: 'delta', text: 've ' },
    );
    await conversation.ask('How many?');
    keepConversation(conversation, place);
    return place;
  }

  function restoredFrom(place: KeepingPlace, resume: Resume): Conversation {
    const after = new Conversation(converse().send, (paint) => paint(), resume);
    restoreConversation(after, place);
    return after;
  }

  it('goes on with an answer that went on at the server, behind the last whole line', async () => {
    const resumed: [string, number][] = [];
    const after = restoredFrom(await keptUnderWay(), async function* (run, line) {
      resumed.push([run, line]);
      yield* [{ type: 'delta', text: 've days.', number: 5 }, { type: 'end' }] satisfies AnswerEvent[];
    });
    expect(after.busy).toBe(true);
    await vi.waitUntil(() => !after.busy);
    expect(resumed).toEqual([['r1', 4]]);
    expect(after.latest?.answer).toMatchObject({ phase: 'done', text: 'Five days.', sources, runId: 'q1' });
    expect(after.latest?.answer.steps).toHaveLength(1);
    expect(after.keep().turns[0]?.answer).not.toHaveProperty('resumable');
  });

  it('loses no words when it is stopped before the rest has come', async () => {
    const after = restoredFrom(await keptUnderWay(), async function* (_run, _line, stop) {
      await new Promise((resolve) => stop.addEventListener('abort', resolve));
    });
    after.stop();
    expect(after.latest?.answer).toMatchObject({ phase: 'stopped', text: 'Fi', sources });
  });

  it('keeps what had come of an answer that is not at the server any more', async () => {
    const gone: AnswerEvent[] = [{ type: 'error', problem: makeProblem('x', 'Gone.') }, { type: 'end' }];
    const after = restoredFrom(await keptUnderWay(), () => converse(...gone).send({} as Ask));
    await vi.waitUntil(() => after.latest?.answer.phase === 'stopped');
    expect(after.latest?.answer.text).toBe('Fi');
  });

  it('is forgotten when a new one was begun, or when it is too large', async () => {
    const place = makePlace();
    const { conversation } = converse(context, { type: 'delta', text: 'Five.' }, { type: 'end' });
    await conversation.ask('How many?');
    keepConversation(conversation, place);
    expect(place.held.size).toBe(1);
    conversation.clear();
    keepConversation(conversation, place);
    expect(place.held.size).toBe(0);

    const small = makePlace(10);
    await conversation.ask('How many?');
    keepConversation(conversation, small);
    expect(small.held.size).toBe(0);
  });

  it.each(['pagehide', 'visibilitychange'])('is kept at %s', async (event) => {
    const place = makePlace();
    const { conversation } = converse(context, { type: 'delta', text: 'Five.' }, { type: 'end' });
    await conversation.ask('How many?');
    const page = Object.assign(new EventTarget(), { hidden: true });
    keepWhenLeft(conversation, place, page, page);
    page.dispatchEvent(new Event(event));
    expect(place.held.size).toBe(1);
  });

  it.each(['{', '5', '{"turns":3}', '{"turns":[{}]}', '{"turns":[{"question":"a","answer":{}}]}'])(
    'is a new chat when %s was kept',
    (text) => {
      const place = makePlace();
      const { conversation } = converse();
      keepConversation(conversation, place);
      place.getItem = () => text;
      restoreConversation(conversation, place);
      expect(conversation.turns).toEqual([]);
    },
  );
});

import { describe, expect, it } from 'vitest';
import type { AnswerEvent } from '$lib/api/events';
import { makeProblem } from '$lib/api/events';
import type { Ask } from '$lib/api/send';
import { announce } from './answer.svelte';
import { Conversation } from './conversation.svelte';

const context: AnswerEvent = { type: 'context', sources: [], sessionState: 's1' };
const end: AnswerEvent = { type: 'end' };
const say = (text: string): AnswerEvent => ({ type: 'delta', text });
const fail: AnswerEvent = { type: 'error', problem: makeProblem('x', 'No luck.') };

function aborted(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve();
    else stop.addEventListener('abort', () => resolve());
  });
}

/** A conversation whose answers are scripted, one list of events per question. */
function converse(...scripts: AnswerEvent[][]) {
  const asked: Ask[] = [];
  const stops: AbortSignal[] = [];
  async function* send(ask: Ask, stop: AbortSignal) {
    asked.push(ask);
    stops.push(stop);
    yield* scripts.shift() ?? [];
    if (scripts.length === 0) await aborted(stop);
  }
  return { conversation: new Conversation(send, (paint) => paint()), asked, stops };
}

describe('Conversation', () => {
  it('sends what was said before, and the state the server gave', async () => {
    const { conversation, asked } = converse([context, say('Five.'), end], [end], []);
    await conversation.ask(' How many? ');
    await conversation.ask('Why?');
    expect(asked[1]).toEqual({
      messages: [
        { role: 'user', content: 'How many?' },
        { role: 'assistant', content: 'Five.' },
        { role: 'user', content: 'Why?' },
      ],
      sessionState: 's1',
      delivery: 'streamed',
      overrides: {},
    });
  });

  it('sends no answer that is longer than a server takes', async () => {
    const { conversation, asked } = converse([say('word '.repeat(20_000)), end], [end], []);
    await conversation.ask('How many?');
    await conversation.ask('Why?');
    expect(asked[1]?.messages[1]?.content).toHaveLength(64 * 1024);
  });

  it('keeps the text of a failed answer, and asks again without it', async () => {
    const { conversation, asked } = converse([say('Fi'), fail, end], [say('Five.'), end], []);
    await conversation.ask('How many?');
    expect(conversation.latest?.answer).toMatchObject({
      phase: 'failed',
      text: 'Fi',
      problem: { code: 'x' },
    });
    await conversation.retry();
    expect(asked[1]?.messages).toEqual([{ role: 'user', content: 'How many?' }]);
    expect(conversation.latest?.answer).toMatchObject({ phase: 'done', text: 'Five.' });
    expect(conversation.turns).toHaveLength(1);
  });

  it('asks an earlier question in other words, without what was said from there on', async () => {
    const { conversation, asked } = converse([say('1.'), end], [say('2.'), end], [say('3.'), end], []);
    await conversation.ask('One?');
    await conversation.ask('Two?');
    const [first, second] = conversation.turns;
    if (second) await conversation.askInstead(second, ' Second? ');
    expect(conversation.turns.map((turn) => turn.question)).toEqual(['One?', 'Second?']);
    expect(conversation.turns[0]).toBe(first);
    expect(asked[2]?.messages.map((message) => message.content)).toEqual(['One?', '1.', 'Second?']);
    if (second) await conversation.askInstead(second, 'A turn that is gone?');
    expect(conversation.turns).toHaveLength(2);
  });

  it('goes on in another conversation where replaced answers would come back', async () => {
    const answered: AnswerEvent[] = [{ ...context, sessionState: 'a' }, say('Yes.'), end];
    const { conversation, asked } = converse(
      [{ type: 'run', id: 'r1' }, ...answered],
      [{ type: 'run', id: 'r2' }, ...answered],
      [say('Half'), fail, end],
      [say('Half'), fail, end],
      [],
    );
    const branches: unknown[] = [];
    conversation.branch = async (from, runs) => {
      branches.push([from, ...runs]);
      return 'b';
    };
    await conversation.ask('One?');
    await conversation.ask('Two?');
    const second = conversation.latest;
    if (second) await conversation.askInstead(second, 'Second?');
    expect(branches).toEqual([['a', 'r1']]);
    expect(asked.map(({ sessionState }) => sessionState)).toEqual([null, 'a', 'b']);
    await conversation.retry();
    expect(branches).toHaveLength(1); // an answer that failed is not kept
    expect(asked[3]?.sessionState).toBe('b');
  });

  it('keeps the text when stopped, and closes the connection', async () => {
    const { conversation, stops } = converse([say('Fi'), context]);
    const asked = conversation.ask('How many?');
    await Promise.resolve().then(() => undefined);
    while (conversation.latest?.answer.text === '') await Promise.resolve();
    conversation.stop();
    await asked;
    expect(conversation.latest?.answer).toMatchObject({ phase: 'stopped', text: 'Fi' });
    expect(stops[0]?.aborted).toBe(true);
  });

  it('refuses an empty question, and a second one while it is busy', async () => {
    const { conversation, asked } = converse([]);
    await conversation.ask('  ');
    const first = conversation.ask('One?');
    await conversation.ask('Two?');
    expect(asked).toHaveLength(1);
    conversation.clear();
    await first;
    expect(conversation.turns).toEqual([]);
  });

  it('calls an answer without words a failure', async () => {
    const { conversation } = converse([context, end], []);
    await conversation.ask('How many?');
    expect(conversation.latest?.answer).toMatchObject({ phase: 'failed', problem: { code: 'empty' } });
  });

  it('announces phases, never words', async () => {
    const { conversation } = converse([context, say('One'), say(' two'), end], []);
    await conversation.ask('How many?');
    const answer = conversation.latest?.answer;
    expect(answer && announce(answer)).toBe('Answer complete.');
  });
});

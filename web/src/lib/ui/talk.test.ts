import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Conversation } from '$lib/chat/conversation.svelte';
import { Talk } from './talk.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function* silence() {}

function makeTalk(): Talk {
  const conversation = new Conversation(silence, () => Promise.resolve());
  return new Talk({ conversation, root: () => null, focusBox: () => undefined });
}

describe('what is said', () => {
  it('is heard again when it is said again: it goes away for a while', async () => {
    const talk = makeTalk();
    talk.say('Conversation deleted.');
    expect(talk.status).toBe('Conversation deleted.');
    talk.say('Conversation deleted.');
    expect(talk.status).toBe('');
    await vi.runAllTimersAsync();
    expect(talk.status).toBe('Conversation deleted.');
  });

  it('is the latest, also when other words come while the same are away', async () => {
    const talk = makeTalk();
    talk.say('a');
    talk.say('a');
    talk.say('b');
    await vi.runAllTimersAsync();
    expect(talk.status).toBe('b');
    talk.say('b');
    talk.sayFit('too long');
    await vi.runAllTimersAsync();
    expect(talk.status).toBe('The question is too long.');
  });
});

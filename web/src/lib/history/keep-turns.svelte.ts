// Gives the conversation to the history whenever a question begins and when its answer ends.
import { tick, untrack } from 'svelte';
import type { Conversation } from '$lib/chat/conversation.svelte';
import type { History } from './history.svelte';
import { randomName } from './random-name';

/** Goes on for as long as the page does. */
export function keepTurns(conversation: Conversation, history: History): void {
  let wasBusy = false;
  $effect.root(() => {
    $effect(() => {
      conversation.branch = history.keeper === 'server' ? (from, runs) => history.branch(from, runs) : null;
    });
    $effect(() => {
      const { busy, latest } = conversation;
      if (!latest || history.keeper === null || busy === wasBusy) return;
      wasBusy = busy;
      untrack(() => {
        if (history.keeper === 'browser') conversation.name(randomName());
        if (conversation.id !== null) void history.keep(conversation.id, conversation.keep());
      });
    });
  });
}

/** An answer that is under way is stopped and kept before the conversation goes. */
export async function leave(conversation: Conversation): Promise<void> {
  conversation.stop();
  await tick();
  conversation.clear();
}

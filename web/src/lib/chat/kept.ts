// Keeps the conversation over a reload of the page, in the storage of the tab and no longer than it.
//
// What cannot be kept, or is not what was kept, is dropped without a word: a new chat is never wrong.
import type { Conversation, KeptConversation } from './conversation.svelte';

export type KeepingPlace = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The number rises when what is kept changes its shape. */
const key = 'parley-conversation-2';

export function keepConversation(conversation: Conversation, place: KeepingPlace): void {
  try {
    if (conversation.turns.length === 0) place.removeItem(key);
    else place.setItem(key, JSON.stringify(conversation.keep()));
  } catch {
    place.removeItem(key); // full: what was there before is not this conversation
  }
}

/** Also when the page is only hidden: a phone may end it then without another word. */
export function keepWhenLeft(
  conversation: Conversation,
  place: KeepingPlace,
  window: EventTarget,
  document: EventTarget & { readonly hidden: boolean },
): void {
  window.addEventListener('pagehide', () => keepConversation(conversation, place));
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) keepConversation(conversation, place);
  });
}

export function restoreConversation(conversation: Conversation, place: KeepingPlace): void {
  try {
    const kept: unknown = JSON.parse(place.getItem(key) ?? 'null');
    if (isKept(kept)) conversation.restore(kept);
  } catch {
    place.removeItem(key);
  }
}

/** Throws on some of what is not. */
function isKept(value: unknown): value is KeptConversation {
  const { turns } = (value ?? {}) as Partial<KeptConversation>;
  return (
    Array.isArray(turns) &&
    turns.every(
      ({ question, answer }) =>
        typeof question === 'string' && typeof answer.text === 'string' && Array.isArray(answer.sources),
    )
  );
}

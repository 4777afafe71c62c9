// Where conversations are kept: by the server, or by this browser. Both are asked in the same way.
//
// Nothing here throws: what cannot be done is a problem to show.
import type { Outcome } from '$lib/api/request';
import type { KeptConversation } from '$lib/chat/conversation.svelte';

export interface Listed {
  id: string;
  title: string;
  timestamp: number; // of the latest answer, in milliseconds since 1970
}

/** Newest first. With `next` the page after it can be asked for. */
export interface ListPage {
  conversations: Listed[];
  next: string | null;
}

export interface Stored extends Listed {
  kept: KeptConversation;
}

export interface ConversationStore {
  /** Without words all of them, page by page. */
  list(words: string, after: string | null): Promise<Outcome<ListPage>>;
  find(id: string): Promise<Outcome<Stored>>;
  rename(id: string, title: string): Promise<Outcome<null>>;
  remove(id: string): Promise<Outcome<null>>;
  removeAll(): Promise<Outcome<null>>;
}

/** A server keeps answers by itself; here they are given to the store. */
export interface KeepingStore extends ConversationStore {
  keep(id: string, kept: KeptConversation): Promise<Outcome<null>>;
}

/** Here answers are only added, so that some of them are the beginning of another conversation. */
export interface CopyingStore extends ConversationStore {
  copy(from: string, to: string, runs: string[]): Promise<Outcome<null>>;
}

export const titleCharsMax = 50;

/** The first question, cut as a server cuts it. */
export function titleOf(question: string): string {
  const words = question.replace(/\s+/g, ' ').trim();
  const chars = [...words];
  return chars.length > titleCharsMax ? `${chars.slice(0, titleCharsMax).join('')}…` : words;
}

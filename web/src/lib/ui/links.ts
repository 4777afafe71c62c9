// What a part of an answer must know to show its citations as links.
import type { Attachment } from 'svelte/attachments';
import type { Inline } from '$lib/chat/inline';

export interface CitationLinks {
  cited: readonly string[]; // in the order of their numbers, from 1
  openCitation: string | null;
  onopen: (citation: string, marker: Inline | null) => void; // null: not from within the text
  whyId?: string; // of the note on what the sources do not bear out
  peekAt: (citation: string, marker: Inline | null) => Attachment<HTMLElement>; // the card of the passage
}

/** For text that is no answer and cites nothing. */
export const noLinks: CitationLinks = {
  cited: [],
  openCitation: null,
  onopen: () => undefined,
  peekAt: () => () => undefined,
};

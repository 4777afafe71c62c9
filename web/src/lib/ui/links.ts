// What a part of an answer must know to show its citations as links.
import type { Inline } from '$lib/chat/inline';

export interface CitationLinks {
  cited: readonly string[]; // in the order of their numbers, from 1
  openCitation: string | null;
  onopen: (citation: string, marker: Inline | null) => void; // null: not from within the text
}

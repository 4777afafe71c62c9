// What a part of an answer must know to show its citations as links.

export interface CitationLinks {
  cited: readonly string[]; // in the order of their numbers, from 1
  openCitation: string | null;
  onopen: (citation: string) => void;
}

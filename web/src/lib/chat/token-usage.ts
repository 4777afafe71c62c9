// The tokens of an answer as the rows of a chart: one for each step that asked a model.
import type { Thought } from '$lib/api/details';

export interface TokenRow {
  title: string;
  prompt: number;
  completion: number;
  reasoning: number | null; // a part of the completion
  total: number;
}

/** Where the parts of a bar begin and how wide they are, of 100 for the longest bar. */
export interface TokenBar {
  prompt: number;
  reasoning: number;
  completion: number; // without the reasoning
}

export function tokenRows(thoughts: readonly Thought[]): TokenRow[] {
  return thoughts.flatMap(({ title, usage }) => (usage && usage.total > 0 ? [{ title, ...usage }] : []));
}

export function sumOf(rows: readonly TokenRow[], title: string): TokenRow {
  const sum = (part: (row: TokenRow) => number) => rows.reduce((total, row) => total + part(row), 0);
  return {
    title,
    prompt: sum(({ prompt }) => prompt),
    completion: sum(({ completion }) => completion),
    reasoning: rows.some(({ reasoning }) => reasoning !== null)
      ? sum(({ reasoning }) => reasoning ?? 0)
      : null,
    total: sum(({ total }) => total),
  };
}

/** What a server counts need not add up, so no part goes beyond its bar. */
export function barOf({ prompt, completion, reasoning }: TokenRow, rows: readonly TokenRow[]): TokenBar {
  const longest = Math.max(1, ...rows.map((row) => row.prompt + row.completion));
  const thought = Math.min(reasoning ?? 0, completion);
  const share = (tokens: number) => (100 * tokens) / longest;
  return { prompt: share(prompt), reasoning: share(thought), completion: share(completion - thought) };
}

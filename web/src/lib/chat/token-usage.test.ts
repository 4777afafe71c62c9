import { describe, expect, it } from 'vitest';
import type { Thought } from '$lib/api/details';
import { barOf, sumOf, tokenRows } from './token-usage';

const thought = (title: string, usage: Thought['usage']): Thought => ({
  title,
  description: null,
  props: null,
  usage,
});

describe('token usage', () => {
  const rows = tokenRows([
    thought('Query', { prompt: 90, completion: 10, reasoning: null, total: 100 }),
    thought('Search', null),
    thought('Answer', { prompt: 300, completion: 100, reasoning: 60, total: 400 }),
    thought('Nothing', { prompt: 0, completion: 0, reasoning: null, total: 0 }),
  ]);

  it('has a row for each step that a model was asked for, and their sum', () => {
    expect(rows.map(({ title }) => title)).toEqual(['Query', 'Answer']);
    expect(sumOf(rows, 'All')).toEqual({
      title: 'All',
      prompt: 390,
      completion: 110,
      reasoning: 60,
      total: 500,
    });
    expect(sumOf(rows.slice(0, 1), 'All').reasoning).toBe(null);
  });

  it('measures each bar against the longest one', () => {
    expect(rows.map((row) => barOf(row, rows))).toEqual([
      { prompt: 22.5, reasoning: 0, completion: 2.5 },
      { prompt: 75, reasoning: 15, completion: 10 },
    ]);
  });

  it('draws no more reasoning than there is completion', () => {
    const row = { title: 'Odd', prompt: 5, completion: 5, reasoning: 50, total: 10 };
    expect(barOf(row, [row])).toEqual({ prompt: 50, reasoning: 50, completion: 0 });
  });
});

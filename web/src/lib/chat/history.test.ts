import { describe, expect, it } from 'vitest';
import { historyFor, type PastTurn } from './history';

const bytes = (text: string): number => new TextEncoder().encode(text).length;

function turns(count: number, answer: string): PastTurn[] {
  return Array.from({ length: count }, (_, n) => ({ question: `Question ${n}?`, answer }));
}

describe('historyFor', () => {
  it('gives questions and answers in turn, oldest first', () => {
    expect(historyFor(turns(2, 'Yes.')).map((message) => [message.role, message.content])).toEqual([
      ['user', 'Question 0?'],
      ['assistant', 'Yes.'],
      ['user', 'Question 1?'],
      ['assistant', 'Yes.'],
    ]);
  });

  it('leaves out the oldest turns beyond ten', () => {
    const messages = historyFor(turns(12, 'Yes.'));
    expect(messages).toHaveLength(20);
    expect(messages[0]?.content).toBe('Question 2?');
  });

  // A server takes 64 KiB as one message: with an answer above that every further question was refused.
  it('cuts a long answer to what a server takes as one message, at a character', () => {
    const [, answer] = historyFor(turns(1, '\u{1F600}x'.repeat(20_000)));
    expect(bytes(answer?.content ?? '')).toBeLessThanOrEqual(64 * 1024);
    expect(bytes(answer?.content ?? '')).toBeGreaterThan(64 * 1024 - 4);
    expect(answer?.content).not.toContain('\u{FFFD}');
    expect(/[\uD800-\uDBFF]$/.test(answer?.content ?? '')).toBe(false);
  });

  // Ten answers of 60 KiB, each line end of which takes two bytes in JSON, are more than the 1 MiB of a body.
  it('leaves out the oldest turns that do not fit into one request', () => {
    const messages = historyFor(turns(10, 'word\n\n'.repeat(10_000)));
    expect(bytes(JSON.stringify(messages))).toBeLessThan(1024 * 1024 - 2 * 64 * 1024);
    expect(messages.length).toBeGreaterThanOrEqual(8);
    expect(messages.at(-2)?.content).toBe('Question 9?');
    expect(messages[0]?.role).toBe('user');
  });
});

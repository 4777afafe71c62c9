import { describe, expect, it, vi } from 'vitest';
import { makeProblem } from '$lib/api/events';
import { describeRating, Rating, type SendFeedback } from './rating.svelte';

const up = { runId: 'r-1', rating: 'up', comment: '' } as const;

describe('Rating', () => {
  it('says how far it has come', async () => {
    const rating = new Rating();
    expect(describeRating(rating)).toBe('');
    let answer: (problem: null) => void = () => undefined;
    const sent = rating.give(() => new Promise((resolve) => void (answer = resolve)), up);
    expect([rating.thumb, describeRating(rating)]).toEqual(['up', 'Sending…']);
    answer(null);
    await sent;
    expect(describeRating(rating)).toBe('Thank you for the rating.');
    await rating.give(() => Promise.resolve(null), { ...up, rating: 'down', comment: 'Why.' });
    expect([rating.thumb, describeRating(rating)]).toEqual(['down', 'Thank you for the comment.']);
    expect(rating.comment).toBe('Why.');
  });

  it('says why it was not sent, and can be sent again', async () => {
    const rating = new Rating();
    await rating.give(() => Promise.resolve(makeProblem('busy', 'The disk is full.')), up);
    expect(describeRating(rating)).toBe('The rating was not sent. The disk is full.');
    await rating.give(() => Promise.resolve(null), up);
    expect(rating.phase).toBe('rated');
  });

  it('sends one at a time', () => {
    const rating = new Rating();
    const send = vi.fn<SendFeedback>(() => new Promise(() => undefined));
    void rating.give(send, up);
    void rating.give(send, { ...up, rating: 'down' });
    expect(send).toHaveBeenCalledTimes(1);
    expect(rating.thumb).toBe('up');
  });
});

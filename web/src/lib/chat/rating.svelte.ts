// What the reader thinks of one answer, and whether the server has heard of it.
import type { Feedback } from '$lib/api/feedback';
import type { Problem } from '$lib/api/events';

export type Thumb = Feedback['rating'];
export type SendFeedback = (given: Feedback) => Promise<Problem | null>;

/** As many as the server takes, also of characters that need four bytes. */
export const commentCharsMax = 1000;

export class Rating {
  phase = $state<'open' | 'sending' | 'rated' | 'commented' | 'failed'>('open');
  thumb = $state<Thumb | null>(null);
  comment = $state(''); // what the server has of it: another thumb keeps it
  problem = $state.raw<Problem | null>(null);

  /** A later opinion replaces the one before; nothing is sent while another is on its way. */
  async give(send: SendFeedback, given: Feedback): Promise<void> {
    if (this.phase === 'sending') return;
    this.thumb = given.rating;
    this.phase = 'sending';
    this.problem = await send(given);
    if (this.problem) {
      this.phase = 'failed';
      return;
    }
    this.comment = given.comment;
    this.phase = given.comment === '' ? 'rated' : 'commented';
  }
}

/** What a screen reader is told, and what stands beside the thumbs. */
export function describeRating(rating: Rating): string {
  switch (rating.phase) {
    case 'open':
      return '';
    case 'sending':
      return 'Sending…';
    case 'rated':
      return 'Thank you for the rating.';
    case 'commented':
      return 'Thank you for the comment.';
    case 'failed':
      return `The rating was not sent. ${rating.problem?.message ?? ''}`;
  }
}

// What the reader thinks of one answer, and whether the server has heard of it.
import { t } from '$lib/i18n/i18n.svelte';
import type { Feedback } from '$lib/api/feedback';
import type { Problem } from '$lib/api/events';

export type Thumb = Feedback['rating'];
export type SendFeedback = (given: Feedback) => Promise<Problem | null>;

/** As many as the server takes, also of characters that need four bytes. */
export const commentCharsMax = 1000;

/** What the server has heard. */
export interface KeptRating {
  thumb: Thumb;
  comment: string;
}

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
    this.#accept(given.rating, given.comment);
  }

  /** Nothing before the server has it. */
  keep(): KeptRating | null {
    const { phase, thumb, comment } = this;
    return thumb && (phase === 'rated' || phase === 'commented') ? { thumb, comment } : null;
  }

  restore({ thumb, comment }: KeptRating): void {
    this.#accept(thumb, comment);
  }

  #accept(thumb: Thumb, comment: string): void {
    this.thumb = thumb;
    this.comment = comment;
    this.phase = comment === '' ? 'rated' : 'commented';
  }
}

/** What a screen reader is told, and what stands beside the thumbs. */
export function describeRating(rating: Rating): string {
  switch (rating.phase) {
    case 'open':
      return '';
    case 'sending':
      return t('rating.sending');
    case 'rated':
      return t('rating.thanksRating');
    case 'commented':
      return t('rating.thanksComment');
    case 'failed':
      return t('rating.failed', { problem: rating.problem?.message ?? '' });
  }
}

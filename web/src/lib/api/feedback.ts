// Tells the server what a reader thinks of an answer. Never throws: a failure is a problem to show.
import { t } from '$lib/i18n/i18n.svelte';
import { makeProblem, readRefusal, type Problem } from './events';

export interface Feedback {
  runId: string; // of the answer
  rating: 'up' | 'down';
  comment: string;
}

export async function sendFeedback({ runId, rating, comment }: Feedback): Promise<Problem | null> {
  try {
    const response = await fetch('/feedback', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ run_id: runId, rating, comment }),
    });
    return response.ok ? null : readRefusal(response.status, await response.text());
  } catch {
    return makeProblem('unreachable', t('problem.unreachable'));
  }
}

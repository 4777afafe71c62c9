// Tells the server what a reader thinks of an answer. Never throws: a failure is a problem to show.
import type { Problem } from './events';
import { request } from './request';

export interface Feedback {
  runId: string; // of the answer
  rating: 'up' | 'down';
  comment: string;
}

export async function sendFeedback({ runId, rating, comment }: Feedback): Promise<Problem | null> {
  const answer = await request('/feedback', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ run_id: runId, rating, comment }),
  });
  return answer.ok ? null : answer.problem;
}

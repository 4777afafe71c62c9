// What a step of the process is called in the language of the page. Steps that this page does not know are
// called what the server calls them.
import { t } from '$lib/i18n/i18n.svelte';
import type { ProcessStep } from '$lib/api/process';

export function describeStep(step: ProcessStep): string {
  switch (step.step) {
    case 'queue':
      return describeQueue(step);
    case 'retry': {
      const seconds = Math.ceil((step.waitMs ?? 0) / 1000);
      return step.state === 'started' && seconds > 0 ? t('step.retryIn', { seconds }) : t('step.retry');
    }
    case 'question':
      return t('step.question');
    case 'query':
      return step.query === '' ? t('step.query') : t('step.queryIs', { query: step.query });
    case 'search':
      return step.state === 'started' ? t('step.searching') : t('step.found', { count: step.count });
    case 'answer':
      return t('step.answer');
    case 'followups':
      return t('step.followUps');
    default:
      return step.text;
  }
}

function describeQueue(step: Extract<ProcessStep, { step: 'queue' }>): string {
  if (step.state !== 'started') return t('step.queueDone');
  if (step.position === null) return t('step.queue');
  if (step.waitMs === null) return t('step.queueAt', { position: step.position });
  return t('step.queueFor', { position: step.position, seconds: Math.ceil(step.waitMs / 1000) });
}

/** What became of a step, where its name does not say it. */
export function outcomeOf(step: ProcessStep): string {
  if (step.state === 'failed') return t('step.failed');
  return step.state === 'skipped' && step.step !== 'query' ? t('step.skipped') : '';
}

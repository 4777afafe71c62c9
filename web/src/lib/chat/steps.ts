// What a step of the process is called in the language of the page. Steps that this page does not know are
// called what the server calls them.
import { t } from '$lib/i18n/i18n.svelte';
import type { ProcessStep } from '$lib/api/process';

export function describeStep(step: ProcessStep): string {
  switch (step.step) {
    case 'queue':
      return describeQueue(step);
    case 'retry':
      return describeRetry(step);
    case 'question':
      return t('step.question');
    case 'query':
      return step.query === '' ? t('step.query') : t('step.queryIs', { query: step.query });
    case 'search':
      return step.state === 'started' ? t('step.searching') : t('step.found', { count: step.count });
    case 'rerank':
      return describeRerank(step);
    case 'answer':
      return t('step.answer');
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

/** Without a wait another model is asked; with one, the same again. */
function describeRetry({ state, reason, waitMs }: Extract<ProcessStep, { step: 'retry' }>): string {
  if (state === 'failed') return t('step.retryFailed');
  const why = reason === 'rate_limited' ? 'busy' : reason === 'unreachable' ? 'unreachable' : 'failed';
  if (waitMs === 0) return t(`step.retryOther.${why}`);
  return state === 'started' && waitMs !== null
    ? t(`step.retryIn.${why}`, { seconds: Math.ceil(waitMs / 1000) })
    : t(`step.retried.${why}`);
}

function describeRerank({ state, kept, found }: Extract<ProcessStep, { step: 'rerank' }>): string {
  return state === 'done' && kept !== null && found !== null
    ? t('step.reranked', { kept, found })
    : t('step.rerank');
}

/** What became of a step, where its name does not say it. */
export function outcomeOf(step: ProcessStep): string {
  if (step.state === 'failed') return step.step === 'retry' ? '' : t('step.failed');
  return step.state === 'skipped' && step.step !== 'query' ? t('step.skipped') : '';
}

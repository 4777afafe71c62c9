import { describe, expect, it } from 'vitest';
import { readStep } from '$lib/api/process';
import { describeStep, outcomeOf } from './steps';

const step = (name: string, state: string, data: object = {}) => {
  const read = readStep({ step: name, state, data, text: 'The server’s own words' });
  if (!read) throw new Error('no step');
  return read;
};

const retry = (state: string, reason: string, wait_ms: number) =>
  step('retry', state, { reason, wait_ms, attempt: 2, model: 'small' });

describe('describeStep', () => {
  it.each([
    [
      step('queue', 'started', { position: 3, wait_ms: 4200 }),
      'Waiting for a turn: number 3 in line, about 5 s',
    ],
    [step('queue', 'started', { position: 3 }), 'Waiting for a turn: number 3 in line'],
    [step('queue', 'done'), 'The turn has come'],
    [retry('started', 'rate_limited', 1500), 'The model is busy; it is asked again in 2 s'],
    [retry('started', 'unreachable', 2000), 'The model cannot be reached; it is asked again in 2 s'],
    [retry('started', 'upstream_failed', 2000), 'The model gave no answer; it is asked again in 2 s'],
    [retry('started', 'rate_limited', 0), 'The model is busy; another one is asked'],
    [retry('done', 'unreachable', 0), 'The model cannot be reached; another one is asked'],
    [retry('started', 'timed_out', 0), 'The model gave no answer; another one is asked'],
    [retry('done', 'rate_limited', 2000), 'The model was busy and was asked again'],
    [retry('done', 'unreachable', 2000), 'The model could not be reached and was asked again'],
    [retry('done', 'malformed', 2000), 'The model gave no answer and was asked again'],
    [retry('failed', 'rate_limited', 2000), 'The model gave no answer'],
    [step('retry', 'started'), 'The model gave no answer and was asked again'],
    [step('rerank', 'started'), 'Comparing what was found with the question'],
    [step('rerank', 'done', { kept: 5, of: 30 }), 'Compared with the question: 5 of 30 kept'],
    [step('rerank', 'failed', { kept: 30, of: 30 }), 'Comparing what was found with the question'],
    [step('rerank', 'done'), 'Comparing what was found with the question'],
    [step('query', 'done', { query: 'leave' }), 'Searching for: leave'],
    [step('search', 'done', { count: 1 }), 'Found 1 related place'],
    [step('something new', 'done'), 'The server’s own words'],
  ])('says of %j: %s', (read, words) => expect(describeStep(read)).toBe(words));

  it('says when a step failed, or was not needed', () => {
    expect(outcomeOf(step('query', 'failed'))).toBe('(failed)');
    expect(outcomeOf(retry('failed', 'unreachable', 0))).toBe('');
    expect(outcomeOf(step('rerank', 'skipped'))).toBe('(skipped)');
    expect(outcomeOf(step('search', 'done'))).toBe('');
  });
});

import { describe, expect, it } from 'vitest';
import { readStep } from '$lib/api/process';
import { describeStep, outcomeOf } from './steps';

const step = (name: string, state: string, data: object = {}) => {
  const read = readStep({ step: name, state, data, text: 'The server’s own words' });
  if (!read) throw new Error('no step');
  return read;
};

describe('describeStep', () => {
  it.each([
    [
      step('queue', 'started', { position: 3, wait_ms: 4200 }),
      'Waiting for a turn: number 3 in line, about 5 s',
    ],
    [step('queue', 'started', { position: 3 }), 'Waiting for a turn: number 3 in line'],
    [step('queue', 'done'), 'The turn has come'],
    [step('retry', 'started', { wait_ms: 2000, attempt: 2 }), 'The model is busy; it is asked again in 2 s'],
    [step('retry', 'started', { wait_ms: 0 }), 'The model was busy and was asked again'],
    [step('query', 'done', { query: 'leave' }), 'Searching for: leave'],
    [step('search', 'done', { count: 1 }), 'Found 1 related place'],
    [step('something new', 'done'), 'The server’s own words'],
  ])('says of %j: %s', (read, words) => expect(describeStep(read)).toBe(words));

  it('says when a step failed, or was not needed', () => {
    expect(outcomeOf(step('query', 'failed'))).toBe('(failed)');
    expect(outcomeOf(step('rerank', 'skipped'))).toBe('(skipped)');
    expect(outcomeOf(step('search', 'done'))).toBe('');
  });
});

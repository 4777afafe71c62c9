import { describe, expect, it } from 'vitest';
import { readStep, withStep, type ProcessStep } from './process';

const read = (fields: object) => readStep({ text: 'So.', state: 'started', elapsed_ms: 2, ...fields });
const told = { text: 'So.', state: 'started', elapsedMs: 2 };

describe('readStep', () => {
  it.each([
    [
      { step: 'queue', data: { position: 3, wait_ms: 900 } },
      { step: 'queue', position: 3, waitMs: 900 },
    ],
    [
      { step: 'retry', data: { reason: 'rate_limited', wait_ms: 2000, attempt: 2, model: 'small' } },
      { step: 'retry', reason: 'rate_limited', waitMs: 2000 },
    ],
    [
      { step: 'rerank', data: { kept: 5, of: 30 } },
      { step: 'rerank', kept: 5, found: 30 },
    ],
    [
      { step: 'query', data: { query: 'a', rewritten: true } },
      { step: 'query', query: 'a' },
    ],
    [
      {
        step: 'search',
        data: { count: 12, results: [{ name: 'a.pdf', citation: 'a.pdf#page=1', page: 1 }, 5] },
      },
      { step: 'search', count: 12, results: [{ name: 'a.pdf', citation: 'a.pdf#page=1' }] },
    ],
    [{ step: 'answer', data: null }, { step: 'answer' }],
    [{ step: 'question' }, { step: 'question' }],
    [{ step: 'something new', data: { query: 'a' } }, { step: 'other' }],
  ])('reads %j', (fields, expected) => {
    expect(read(fields)).toEqual({ ...told, ...expected });
  });

  it('takes a step without a state for done, and says nothing of one without a word', () => {
    expect(readStep({ step: 'search' })).toEqual({
      step: 'search',
      count: 0,
      results: [],
      state: 'done',
      text: '',
      elapsedMs: null,
    });
    expect(readStep({ step: 5 })).toBeNull();
  });
});

describe('withStep', () => {
  const step = (state: ProcessStep['state'], text: string): ProcessStep => ({
    step: 'question',
    state,
    text,
    elapsedMs: 1,
  });

  it('lets a step that had started become what it is now', () => {
    expect(withStep([step('started', 'a')], step('done', 'b'))).toEqual([step('done', 'b')]);
    expect(withStep([step('failed', 'a')], step('started', 'b'))).toHaveLength(2);
  });
});

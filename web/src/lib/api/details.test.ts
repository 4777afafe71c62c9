import { describe, expect, it } from 'vitest';
import { readDetails } from './details';

describe('readDetails', () => {
  it('reads thoughts with what was used, questions to ask next, and what is not borne out', () => {
    const usage = { prompt_tokens: 90, completion_tokens: 10, reasoning_tokens: null, total_tokens: 100 };
    const props = { model: 'small', token_usage: usage };
    const details = readDetails({
      thoughts: [
        { title: 'Prompt', description: [{ role: 'system' }], props },
        'no thought',
        { props: null },
      ],
      followup_questions: ['Why?', 5, 'When?'],
      support: { sentences: 3, supported: 2, unsupported: [{ text: 'The moon.', score: 0.25 }] },
      finish_reason: 'stop',
      invalid_citations: 1,
    });
    expect(details).toEqual({
      thoughts: [
        {
          title: 'Prompt',
          description: [{ role: 'system' }],
          props,
          usage: { prompt: 90, completion: 10, reasoning: null, total: 100 },
        },
        { title: '', description: null, props: null, usage: null },
      ],
      followUps: ['Why?', 'When?'],
      support: { sentences: 3, supported: 2, unsupported: [{ text: 'The moon.', score: 0.25 }] },
      finishReason: 'stop',
      invalidCitations: 1,
    });
  });

  it('says nothing of what is not there, so that a later context leaves it as it was', () => {
    expect(readDetails({ followup_questions: null, support: null, thoughts: 'none' })).toEqual({});
  });
});

// The streams that the C++ tests read too: see tests/golden/README.md.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AnswerStream } from '$lib/api/stream';
import { Answer } from './answer.svelte';

const folder = new URL('../../../../tests/golden/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.expected.json'))
  .map((file) => file.slice(0, -'.expected.json'.length));

function readIn(chunks: Uint8Array[]) {
  const stream = new AnswerStream();
  const answer = new Answer();
  for (const chunk of chunks) stream.feed(chunk).forEach((event) => answer.apply(event));
  stream.finish().forEach((event) => answer.apply(event));
  const { text, sources, cited, phase, problem } = answer;
  return {
    ...{ text, sources, cited, phase, problem: problem && wireNames(problem) },
    steps: answer.steps.map((step) => `${step.step} ${step.state}`),
    followup_questions: answer.followUps,
    support: answer.support,
    total_tokens: answer.thoughts.map((thought) => thought.usage?.total ?? null),
  };
}

function wireNames(problem: NonNullable<Answer['problem']>) {
  const { message, code, requestId, retryAfterSeconds } = problem;
  return { message, code, request_id: requestId, retry_after: retryAfterSeconds };
}

describe('a golden stream', () => {
  it('exists', () => expect(names.length).toBeGreaterThanOrEqual(6));

  it.each(names)(
    '%s gives what is expected, cut at every byte',
    (name) => {
      const bytes = new Uint8Array(readFileSync(new URL(`${name}.ndjson`, folder)));
      const expected: unknown = JSON.parse(readFileSync(new URL(`${name}.expected.json`, folder), 'utf8'));
      for (let cut = 0; cut <= bytes.length; cut++) {
        expect(readIn([bytes.slice(0, cut), bytes.slice(cut)]), `cut at ${cut}`).toEqual(expected);
      }
      expect(readIn([...bytes].map((byte) => new Uint8Array([byte])))).toEqual(expected);
    },
    60_000,
  );
});

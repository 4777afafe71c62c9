// What a server did for an answer, step by step (`response.process` and `context.process` of the wire).
//
// Each step has what a reader can be told of it in any language; `text` is the server's own sentence.
import { asFields, number, objects, text, type Fields } from './fields';

export type StepState = 'started' | 'done' | 'skipped' | 'failed';

/** A place that the search found. */
export interface FoundPlace {
  name: string;
  citation: string;
}

type What =
  | { step: 'queue'; position: number | null; waitMs: number | null }
  | { step: 'retry'; reason: string; waitMs: number | null } // 0: another model is asked
  | { step: 'query'; query: string }
  | { step: 'search'; count: number; results: FoundPlace[] } // `count` may be more than are named
  | { step: 'rerank'; kept: number | null; found: number | null }
  | { step: 'question' | 'answer' | 'other' };

export type ProcessStep = What & { state: StepState; text: string; elapsedMs: number | null };

/** Nothing when there is not even a word to those who wait. */
export function readStep(fields: Fields): ProcessStep | null {
  const sentence = text(fields['text']);
  const what = readWhat(fields['step'], asFields(fields['data']) ?? {});
  if (what.step === 'other' && sentence === '') return null;
  return {
    ...what,
    state: readState(fields['state']),
    text: sentence,
    elapsedMs: number(fields['elapsed_ms']),
  };
}

export function readSteps(value: unknown): ProcessStep[] {
  return objects(value).flatMap((fields) => readStep(fields) ?? []);
}

/**
 * The steps with what is new of them. A step that had only started is what it has become since; a step that
 * had ended, such as a second try, stands twice.
 */
export function withStep(steps: readonly ProcessStep[], step: ProcessStep): ProcessStep[] {
  const others = steps.filter((each) => each.step !== step.step || each.state !== 'started');
  return step.step === 'other' ? [...steps, step] : [...others, step];
}

function readWhat(name: unknown, data: Fields): What {
  const waitMs = number(data['wait_ms']);
  switch (name) {
    case 'queue':
      return { step: name, position: number(data['position']), waitMs };
    case 'retry':
      return { step: name, reason: text(data['reason']), waitMs };
    case 'query':
      return { step: name, query: text(data['query']) };
    case 'search':
      return { step: name, ...readFound(data) };
    case 'rerank':
      return { step: name, kept: number(data['kept']), found: number(data['of']) };
    case 'question':
    case 'answer':
      return { step: name };
    default:
      return { step: 'other' };
  }
}

function readFound(data: Fields): { count: number; results: FoundPlace[] } {
  const results = objects(data['results']).map((each) => ({
    name: text(each['name']),
    citation: text(each['citation']),
  }));
  return { count: number(data['count']) ?? results.length, results };
}

function readState(value: unknown): StepState {
  return value === 'started' || value === 'skipped' || value === 'failed' ? value : 'done';
}

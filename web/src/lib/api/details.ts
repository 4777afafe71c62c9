// What a server tells of an answer beside its words and sources: how it came about, what it took, how well
// the sources bear it out, and what to ask next (`response.context` of the wire).
import { asFields, number, objects, strings, text, type Fields } from './fields';
import { readSteps, type ProcessStep } from './process';

export interface TokenUsage {
  prompt: number;
  completion: number;
  reasoning: number | null;
  total: number;
}

/** One step of the thought process, for those who want to see behind an answer. */
export interface Thought {
  title: string;
  description: unknown; // text, a list or an object
  props: Fields | null;
  usage: TokenUsage | null;
}

/** How many sentences were compared with the sources, and the first of those that do not stand there. */
export interface Support {
  sentences: number;
  supported: number;
  unsupported: { text: string; score: number }[];
}

/** A context says some of these; what it does not say stays as it was. */
export interface Details {
  thoughts?: Thought[];
  followUps?: string[];
  support?: Support;
  process?: ProcessStep[];
  finishReason?: string;
  invalidCitations?: number;
}

export function readDetails(context: Fields): Details {
  const support = asFields(context['support']);
  const finishReason = context['finish_reason'];
  const invalidCitations = number(context['invalid_citations']);
  return {
    ...(Array.isArray(context['thoughts']) && { thoughts: objects(context['thoughts']).map(readThought) }),
    ...(Array.isArray(context['followup_questions']) && {
      followUps: strings(context['followup_questions']),
    }),
    ...(support && { support: readSupport(support) }),
    ...(Array.isArray(context['process']) && { process: readSteps(context['process']) }),
    ...(typeof finishReason === 'string' && { finishReason }),
    ...(invalidCitations !== null && { invalidCitations }),
  };
}

function readThought(fields: Fields): Thought {
  const props = asFields(fields['props']);
  const usage = asFields(props?.['token_usage']);
  return {
    title: text(fields['title']),
    description: fields['description'] ?? null,
    props,
    usage: usage && readUsage(usage),
  };
}

function readUsage(fields: Fields): TokenUsage {
  const prompt = number(fields['prompt_tokens']) ?? 0;
  const completion = number(fields['completion_tokens']) ?? 0;
  const total = number(fields['total_tokens']) ?? prompt + completion;
  return { prompt, completion, reasoning: number(fields['reasoning_tokens']), total };
}

function readSupport(fields: Fields): Support {
  return {
    sentences: number(fields['sentences']) ?? 0,
    supported: number(fields['supported']) ?? 0,
    unsupported: objects(fields['unsupported']).map((each) => ({
      text: text(each['text']),
      score: number(each['score']) ?? 0,
    })),
  };
}

// What the server tells about itself. Everything is optional: a server that says nothing still gets a working
// page.

export interface Config {
  delivery: 'streamed' | 'whole';
  answerer: 'extracts' | 'model';
  model: string;
  note: string; // one line about who writes the answers, shown as it is
  examples: string[]; // questions to offer before the first one
}

const extractsNote =
  'Answers are extracts quoted from your documents, not written by a language model. ' +
  'To have one write them, set OPENAI_BASE_URL and start the server with --model NAME.';

export const defaultConfig: Config = {
  delivery: 'streamed',
  answerer: 'model',
  model: '',
  note: '',
  examples: [],
};

export async function loadConfig(): Promise<Config> {
  try {
    const response = await fetch('/config');
    return response.ok ? readConfig(await response.json()) : defaultConfig;
  } catch {
    return defaultConfig;
  }
}

export function readConfig(value: unknown): Config {
  if (typeof value !== 'object' || value === null) return defaultConfig;
  const fields = value as Record<string, unknown>;
  const model = typeof fields['model'] === 'string' ? fields['model'] : '';
  const answerer = fields['answerer'] === 'extracts' ? 'extracts' : 'model';
  const note = fields['answererNote'];
  const examples = fields['exampleQuestions'];
  return {
    delivery: fields['streamingEnabled'] === false ? 'whole' : 'streamed',
    answerer,
    model,
    note: typeof note === 'string' && note !== '' ? note : ownNote(answerer, model),
    examples: Array.isArray(examples) ? examples.filter((each) => typeof each === 'string') : [],
  };
}

function ownNote(answerer: Config['answerer'], model: string): string {
  if (answerer === 'extracts') return extractsNote;
  return model === '' ? '' : `Answers are written by ${model}. Check them against their sources.`;
}

// What the server tells about itself. Everything is optional: a server that says nothing still gets a working
// page.

export interface Config {
  delivery: 'streamed' | 'whole';
  answerer: 'extracts' | 'model';
  model: string;
  note: string; // one line about who writes the answers, shown as it is
  documents: 'none' | 'some'; // whether there is anything to search; a server that does not say has some
  feedback: 'off' | 'on'; // whether the server takes ratings of answers
  examples: string[]; // questions to offer before the first one
}

export const defaultConfig: Config = {
  delivery: 'streamed',
  answerer: 'model',
  model: '',
  note: '',
  documents: 'some',
  feedback: 'off',
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
  const note = fields['answererNote'];
  const examples = fields['exampleQuestions'];
  return {
    delivery: fields['streamingEnabled'] === false ? 'whole' : 'streamed',
    answerer: fields['answerer'] === 'extracts' ? 'extracts' : 'model',
    model: typeof fields['model'] === 'string' ? fields['model'] : '',
    note: typeof note === 'string' ? note : '',
    documents: fields['documents'] === 'none' ? 'none' : 'some',
    feedback: fields['feedback'] === true ? 'on' : 'off',
    examples: Array.isArray(examples) ? examples.filter((each) => typeof each === 'string') : [],
  };
}

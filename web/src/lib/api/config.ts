// What the server tells about itself. Everything is optional: a server that says nothing still gets a working
// page.

import type { UploadRules } from '$lib/documents/library.svelte';
import { asFields, number, strings, type Fields } from './fields';

export interface Config {
  delivery: 'streamed' | 'whole';
  answerer: 'extracts' | 'model';
  model: string;
  note: string; // one line about who writes the answers, shown as it is
  documents: 'none' | 'some'; // whether there is anything to search; a server that does not say has some
  feedback: 'off' | 'on'; // whether the server takes ratings of answers
  history: 'off' | 'on'; // whether the server keeps conversations
  offers: Offers;
  examples: string[]; // questions to offer before the first one
  documentList: 'off' | 'on'; // whether the server lists its documents
  uploads: UploadRules | null; // null: the server takes no files
}

/** What a question may choose of how it is answered. */
export interface Offers {
  vectors: boolean;
  ranker: boolean;
  clientPrompts: boolean;
}

export const defaultConfig: Config = {
  delivery: 'streamed',
  answerer: 'model',
  model: '',
  note: '',
  documents: 'some',
  feedback: 'off',
  history: 'off',
  offers: { vectors: false, ranker: false, clientPrompts: false },
  examples: [],
  documentList: 'off',
  uploads: null,
};

export async function loadConfig(server = ''): Promise<Config> {
  try {
    const response = await fetch(`${server}/config`);
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
    history: fields['history'] === true ? 'on' : 'off',
    offers: {
      vectors: fields['showVectorOption'] === true,
      ranker: fields['showSemanticRankerOption'] === true,
      clientPrompts: fields['clientPrompts'] === true,
    },
    examples: Array.isArray(examples) ? examples.filter((each) => typeof each === 'string') : [],
    documentList: fields['documentList'] === true ? 'on' : 'off',
    uploads: readUploads(asFields(fields['uploads'])),
  };
}

function readUploads(fields: Fields | null): UploadRules | null {
  if (!fields) return null;
  return { bytesMax: number(fields['bytes_max']) ?? Infinity, types: strings(fields['types']) };
}

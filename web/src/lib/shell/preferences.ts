// What a reader can choose, what holds where nothing was chosen, and what of it goes along with a question.
//
// `null` and empty texts leave the choice to the server: nothing is sent then.
import type { Config } from '$lib/api/config';
import type { Overrides } from '$lib/api/send';

export interface Preferences {
  language: string; // a code of lib/i18n/languages, or empty: the browser's
  theme: 'system' | 'light' | 'dark';
  isStreaming: boolean;
  showsProcess: boolean;
  suggestsQuestions: boolean;
  isDeveloper: boolean; // what follows holds only then
  retrievalMode: '' | 'text' | 'vectors' | 'hybrid';
  top: number | null;
  minimumSearchScore: number | null;
  minimumRerankerScore: number | null;
  temperature: number | null;
  usesRanker: boolean;
  includeCategory: string;
  excludeCategory: string;
  promptTemplate: string;
}

export const defaults: Preferences = {
  language: '',
  theme: 'system',
  isStreaming: true,
  showsProcess: true,
  suggestsQuestions: true,
  isDeveloper: false,
  retrievalMode: '',
  top: null,
  minimumSearchScore: null,
  minimumRerankerScore: null,
  temperature: null,
  usesRanker: true,
  includeCategory: '',
  excludeCategory: '',
  promptTemplate: '',
};

/** What a server takes (docs/protocol.md). */
export const ranges = {
  top: { min: 1, max: 50, step: 1 },
  minimumSearchScore: { min: 0, max: 1000, step: 0.001 },
  minimumRerankerScore: { min: 0, max: 4, step: 0.1 },
  temperature: { min: 0, max: 2, step: 0.1 },
} as const;

/** Reads what was kept; what is missing or cannot be holds as if it had not been chosen. */
export function readPreferences(value: unknown): Preferences {
  const kept = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const entries = Object.entries(defaults).map(([name, usual]) => {
    const chosen = kept[name];
    return [name, isPossible(name as keyof Preferences, chosen) ? chosen : usual];
  });
  return Object.fromEntries(entries) as Preferences;
}

function isPossible(name: keyof Preferences, value: unknown): boolean {
  switch (name) {
    case 'theme':
      return value === 'system' || value === 'light' || value === 'dark';
    case 'retrievalMode':
      return value === '' || value === 'text' || value === 'vectors' || value === 'hybrid';
    case 'top':
    case 'minimumSearchScore':
    case 'minimumRerankerScore':
    case 'temperature':
      return value === null || (typeof value === 'number' && isWithin(value, ranges[name]));
    default:
      return typeof value === typeof defaults[name];
  }
}

function isWithin(value: number, { min, max }: { min: number; max: number }): boolean {
  return value >= min && value <= max;
}

/** Only what this server offers and the reader chose: a server refuses what it cannot do. */
export function overridesOf(chosen: Preferences, config: Config): Overrides {
  return {
    ...(chosen.showsProcess ? {} : { show_process: false }),
    ...(chosen.suggestsQuestions ? {} : { suggest_followup_questions: false }),
    ...(chosen.isDeveloper ? developerOverrides(chosen, config) : {}),
  };
}

function developerOverrides(chosen: Preferences, config: Config): Overrides {
  const { offers } = config;
  const wished: [string, string | number | boolean | null, boolean][] = [
    ['retrieval_mode', chosen.retrievalMode, offers.vectors],
    ['top', chosen.top, true],
    ['minimum_search_score', chosen.minimumSearchScore, true],
    ['minimum_reranker_score', chosen.minimumRerankerScore, offers.ranker],
    ['temperature', chosen.temperature, config.answerer === 'model'],
    ['semantic_ranker', chosen.usesRanker, offers.ranker],
    ['include_category', chosen.includeCategory.trim(), true],
    ['exclude_category', chosen.excludeCategory.trim(), true],
    ['prompt_template', chosen.promptTemplate.trim(), offers.clientPrompts],
  ];
  return Object.fromEntries(
    wished.flatMap(([name, value, offered]) =>
      offered && value !== null && value !== '' ? [[name, value]] : [],
    ),
  );
}

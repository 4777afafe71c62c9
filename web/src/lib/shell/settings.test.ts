import { describe, expect, it } from 'vitest';
import { defaultConfig, type Config } from '$lib/api/config';
import { defaults, overridesOf, readPreferences, type Preferences } from './preferences';
import { Settings, type SettingsPlace } from './settings.svelte';

function makePlace(kept: string | null = null): SettingsPlace & { kept: string | null } {
  return {
    kept,
    getItem() {
      return this.kept;
    },
    setItem(_key: string, value: string) {
      this.kept = value;
    },
    removeItem() {
      this.kept = null;
    },
  };
}

describe('Settings', () => {
  it('remembers what was chosen, and forgets it at a reset', () => {
    const place = makePlace();
    new Settings(place).apply({ type: 'chosen', values: { theme: 'dark', top: 3 } });
    const again = new Settings(place);
    expect(again.values).toEqual({ ...defaults, theme: 'dark', top: 3 });
    again.apply({ type: 'reset' });
    expect([again.values, place.kept]).toEqual([defaults, null]);
  });

  it.each(['', 'no json', '[]', 'null', '7', '{"theme":'])('takes the usual values for %j', (kept) => {
    expect(new Settings(makePlace(kept)).values).toEqual(defaults);
  });

  it('drops only what cannot be of what was kept', () => {
    const kept = {
      theme: 'purple',
      top: 51,
      temperature: -1,
      retrievalMode: 1,
      isStreaming: 'no',
      language: 'da',
    };
    expect(readPreferences(kept)).toEqual({ ...defaults, language: 'da' });
    expect(readPreferences({ top: 50, temperature: 0, extra: 1 })).toEqual({
      ...defaults,
      top: 50,
      temperature: 0,
    });
    expect(readPreferences({ top: Number.NaN })).toEqual(defaults);
  });

  it('holds without a place, and in one that refuses', () => {
    const refusing = makePlace();
    refusing.setItem = () => {
      throw new Error('full');
    };
    for (const place of [null, refusing]) {
      const settings = new Settings(place);
      settings.apply({ type: 'chosen', values: { theme: 'light' } });
      expect(settings.values.theme).toBe('light');
    }
  });
});

describe('overridesOf', () => {
  const everything: Preferences = {
    ...defaults,
    showsProcess: false,
    suggestsQuestions: false,
    isDeveloper: true,
    retrievalMode: 'text',
    top: 3,
    minimumSearchScore: 0,
    minimumRerankerScore: 1.5,
    temperature: 0.2,
    usesRanker: false,
    includeCategory: ' rules ',
    excludeCategory: 'old',
    promptTemplate: '>>>Be brief.',
  };
  const able: Config = {
    ...defaultConfig,
    answerer: 'model',
    offers: { vectors: true, ranker: true, clientPrompts: true },
  };

  it('sends nothing that was not chosen', () => {
    expect(overridesOf(defaults, able)).toEqual({});
    expect(overridesOf({ ...everything, isDeveloper: false }, able)).toEqual({
      show_process: false,
      suggest_followup_questions: false,
    });
  });

  it('sends each choice by its name on the wire', () => {
    expect(overridesOf(everything, able)).toEqual({
      show_process: false,
      suggest_followup_questions: false,
      retrieval_mode: 'text',
      top: 3,
      minimum_search_score: 0,
      minimum_reranker_score: 1.5,
      temperature: 0.2,
      semantic_ranker: false,
      include_category: 'rules',
      exclude_category: 'old',
      prompt_template: '>>>Be brief.',
    });
  });

  it('sends nothing that the server does not offer, whatever was chosen at another one', () => {
    const plain: Config = {
      ...able,
      answerer: 'extracts',
      offers: { vectors: false, ranker: false, clientPrompts: false },
    };
    expect(Object.keys(overridesOf(everything, plain))).toEqual([
      'show_process',
      'suggest_followup_questions',
      'top',
      'minimum_search_score',
      'include_category',
      'exclude_category',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Translation } from './i18n.svelte';
import { english, languages } from './languages';
import { en } from './locales/en';
import type { Message } from './message';

const tables = import.meta.glob<{ default: Translation }>(['./locales/*.ts', '!./locales/en.ts'], {
  eager: true,
});
const tableOf = (code: string) => tables[`./locales/${code}.ts`]?.default ?? {};
const others = languages.filter(({ code }) => code !== english.code);

const sources = Object.values(
  import.meta.glob<string>(['../../**/*.{ts,svelte}', '!../../**/*.test.ts', '!./locales/*.ts'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
).join('\n');

/** What is put behind the beginning of a key, where its end is a value: `t(`settings.${name}`)`. */
const endsOf: Readonly<Record<string, readonly string[]>> = {
  'answer.task.': ['open', 'done'],
  'documents.state.': ['waiting', 'reading', 'embedding', 'ready', 'failed'],
  'history.': ['today', 'yesterday', 'week', 'month'],
  'settings.': [
    ...['top', 'minimumSearchScore', 'minimumRerankerScore', 'temperature'],
    ...['includeCategory', 'excludeCategory'],
  ],
  'settings.theme.': ['system', 'light', 'dark'],
  'source.': ['protected', 'damaged'],
  'step.retried.': ['busy', 'unreachable', 'failed'],
  'step.retryIn.': ['busy', 'unreachable', 'failed'],
  'step.retryOther.': ['busy', 'unreachable', 'failed'],
};

const formsOf = (message: Message | undefined): string[] =>
  message === undefined ? [] : typeof message === 'string' ? [message] : Object.values(message);

const namesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('a text', () => {
  it('is one that something uses', () => {
    const made = Object.entries(endsOf).flatMap(([start, ends]) => ends.map((end) => start + end));
    const unused = Object.keys(en).filter((key) => !sources.includes(`'${key}'`) && !made.includes(key));
    expect(unused).toEqual([]);
    expect(made.filter((key) => !(key in en))).toEqual([]);
  });

  it('has a key whose end is a value only where that is known here', () => {
    const starts = [...sources.matchAll(/`([a-zA-Z]+(?:\.[a-zA-Z]+)*\.)\$\{/g)].map(([, start]) => start);
    expect([...new Set(starts)].sort()).toEqual(Object.keys(endsOf).sort());
  });
});

describe('the languages', () => {
  it('are those that there are texts for', () => {
    const codes = Object.keys(tables).map((path) => path.slice('./locales/'.length, -'.ts'.length));
    expect(others.map(({ code }) => code).sort()).toEqual(codes.sort());
  });

  it.each(others)('$name has every text of the page and no other', ({ code }) => {
    expect(Object.keys(tableOf(code)).sort()).toEqual(Object.keys(en).sort());
  });

  it.each(others)('$name names the same values in each text', ({ code }) => {
    const wrong = Object.entries(en).flatMap(([key, message]) => {
      const wanted = namesIn(formsOf(message)[0] ?? '').join();
      const forms = formsOf(tableOf(code)[key as keyof typeof en]);
      return forms.filter((form) => namesIn(form).join() !== wanted).map((form) => `${key}: ${form}`);
    });
    expect(wrong).toEqual([]);
  });

  it.each(others)('$name has words for each number it tells apart below a thousand', ({ code }) => {
    const categories = new Set(
      Array.from({ length: 1000 }, (_, count) => new Intl.PluralRules(code).select(count)),
    );
    const lacking = Object.entries(tableOf(code)).filter(
      ([, message]) => typeof message !== 'string' && [...categories].some((each) => !(each in message)),
    );
    expect(lacking.map(([key]) => key)).toEqual([]);
  });
});

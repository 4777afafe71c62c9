import { describe, expect, it } from 'vitest';
import { around, i18n, t } from './i18n.svelte';
import { chooseLanguage, english } from './languages';
import { format, type Locale } from './message';

describe('format', () => {
  it('puts values in, numbers as the language writes them', () => {
    expect(format('{name} has {count}', { name: 'a.pdf', count: 12345 }, english)).toBe('a.pdf has 12,345');
    const german: Locale = { code: 'de', direction: 'ltr' };
    expect(format('{count}', { count: 12345.5 }, german)).toBe('12.345,5');
  });

  it('chooses the words by the plural category of the language', () => {
    const files = { one: 'plik', few: '{count} pliki', many: '{count} plików', other: '{count} pliku' };
    const polish: Locale = { code: 'pl', direction: 'ltr' };
    expect([1, 3, 5, 22].map((count) => format(files, { count }, polish))).toEqual([
      'plik',
      '3 pliki',
      '5 plików',
      '22 pliki',
    ]);
  });

  it('leaves a name without a value as it is, and never reads a value for names', () => {
    expect(format('{a} {b}', { a: '{b}' }, english)).toBe('{b} {b}');
    expect(format('{constructor}', {}, english)).toBe('{constructor}');
  });

  it('keeps names of files apart from words that run from right to left', () => {
    expect(format('{name}!', { name: 'a.pdf' }, { code: 'he', direction: 'rtl' })).toBe('\u2068a.pdf\u2069!');
  });
});

describe('chooseLanguage', () => {
  it('takes English where nothing else is wished for or known', () => {
    for (const wishes of [[], ['tlh'], [''], ['en-GB', 'da']]) {
      expect(chooseLanguage(wishes).code).toBe('en');
    }
  });

  it('takes the first wish there is, also the same language of another country', () => {
    expect(chooseLanguage(['tlh', 'pt-PT', 'da']).code).toBe('pt-BR');
    expect(chooseLanguage(['', 'he-IL']).code).toBe('he');
    expect(chooseLanguage(['ZH-cn']).code).toBe('zh-CN');
  });
});

describe('the page in another language', () => {
  it('says everything in it at once, and in the one that was wanted last', async () => {
    const both = [i18n.use(chooseLanguage(['da'])), i18n.use(chooseLanguage(['pl']))];
    await Promise.all(both);
    expect(i18n.language.code).toBe('pl');
    expect(t('history.found', { count: 3 })).toBe('3 rozmowy');
    await i18n.use(english);
    expect(t('history.found', { count: 3 })).toBe('3 conversations');
  });
});

describe('t', () => {
  it('says a text in English before anything else is loaded', () => {
    expect(t('source.read', { count: 1 })).toBe('1 place was read; the answer names none of them');
    expect(around('documents.howToAdd', 'command')[0]).toBe('Whoever runs this server adds them with ');
  });
});

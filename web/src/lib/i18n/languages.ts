// The languages of the page, and which of them a reader gets.
import type { Locale } from './message';

export interface Language extends Locale {
  name: string; // in the language itself
}

export const english: Language = { code: 'en', name: 'English', direction: 'ltr' };

/** By their own names, as a reader looks for them. */
export const languages: readonly Language[] = [
  { code: 'da', name: 'Dansk', direction: 'ltr' },
  { code: 'de', name: 'Deutsch', direction: 'ltr' },
  english,
  { code: 'es', name: 'Español', direction: 'ltr' },
  { code: 'fr', name: 'Français', direction: 'ltr' },
  { code: 'it', name: 'Italiano', direction: 'ltr' },
  { code: 'nl', name: 'Nederlands', direction: 'ltr' },
  { code: 'pl', name: 'Polski', direction: 'ltr' },
  { code: 'pt-BR', name: 'Português (Brasil)', direction: 'ltr' },
  { code: 'tr', name: 'Türkçe', direction: 'ltr' },
  { code: 'he', name: 'עברית', direction: 'rtl' },
  { code: 'ar', name: 'العربية', direction: 'rtl' },
  { code: 'ja', name: '日本語', direction: 'ltr' },
  { code: 'zh-CN', name: '简体中文', direction: 'ltr' },
];

/** The first wish that there is a language for: the same code, else the same language of another country. */
export function chooseLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const found = find((code) => code === wish.toLowerCase()) ?? find((code) => base(code) === base(wish));
    if (found) return found;
  }
  return english;
}

function find(matches: (code: string) => boolean): Language | undefined {
  return languages.find(({ code }) => matches(code.toLowerCase()));
}

function base(code: string): string {
  return code.toLowerCase().split('-')[0] ?? '';
}

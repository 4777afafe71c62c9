// The language of the page, as of now: `t` says a text in it, and whoever shows the text is told of a change.
//
// There is one language for everything in the page, so this is the one state that is not passed in.
// Other languages than English are loaded when they are wanted; what they lack is said in English.
import { english, languages, type Language } from './languages';
import { en } from './locales/en';
import { format, type Message, type NamesIn, type Values } from './message';

export type Key = keyof typeof en;
export type Translation = Readonly<Partial<Record<Key, Message>>>;

type TextOf<M> = M extends string ? M : M[keyof M];
type Names<K extends Key> = NamesIn<TextOf<(typeof en)[K]>>;
type ValuesFor<K extends Key> = [Names<K>] extends [never]
  ? []
  : [values: Readonly<Record<Names<K>, string | number>>];

const tables = import.meta.glob<{ default: Translation }>(['./locales/*.ts', '!./locales/en.ts']);

class I18n {
  language = $state.raw<Language>(english);
  table = $state.raw<Translation>(en);
  #wanted = english;

  /** Resolves when the page is in this language; one whose texts cannot be loaded changes nothing. */
  async use(language: Language): Promise<void> {
    this.#wanted = language;
    const table = await loadTable(language);
    if (!table || this.#wanted !== language) return; // another one was wanted meanwhile
    this.table = table;
    this.language = language;
  }
}

async function loadTable({ code }: Language): Promise<Translation | null> {
  if (code === english.code) return en;
  try {
    return (await tables[`./locales/${code}.ts`]?.())?.default ?? null;
  } catch {
    return null;
  }
}

export const i18n = new I18n();

/** The text of the key in the language of the page. */
export function t<K extends Key>(key: K, ...[values]: ValuesFor<K>): string {
  const { table, language } = i18n;
  const message = table[key];
  return message === undefined
    ? format(en[key], (values ?? {}) as Values, english)
    : format(message, (values ?? {}) as Values, language);
}

/** A number as the language writes it. */
export function numeral(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(i18n.language.code, options).format(value);
}

/** The words before and after the only value of a text, for a value that is shown as an element. */
export function around<K extends Key>(key: K, name: Names<K>): [string, string] {
  const message = i18n.table[key] ?? en[key];
  const [before = '', after = ''] = typeof message === 'string' ? message.split(`{${name}}`) : [];
  return [before, after];
}

export { languages };

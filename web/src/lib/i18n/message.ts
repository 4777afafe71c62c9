// A text of the page in one language, and how values are put into it.
//
// A text holds `{names}` for values. Where the number `count` decides the words, there is one text for each
// plural category of the language (Intl.PluralRules). Numbers are written as the language writes them.

export type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };
export type Message = string | Plural;
export type Values = Readonly<Record<string, string | number>>;

/** The names of the values that a text wants, told by its type. */
export type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

export interface Locale {
  code: string;
  direction: 'ltr' | 'rtl';
}

/** A name that has no value stays as it is written, so that its absence is seen. */
export function format(message: Message, values: Values, locale: Locale): string {
  return textFor(message, values, locale).replace(/\{(\w+)\}/g, (written, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (typeof value === 'number') return numberFormatOf(locale).format(value);
    return value === undefined ? written : isolate(value, locale);
  });
}

/** Making one takes longer than writing a number, and each citation has a number. */
const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormatOf({ code }: Locale): Intl.NumberFormat {
  const found = numberFormats.get(code) ?? new Intl.NumberFormat(code);
  numberFormats.set(code, found);
  return found;
}

function textFor(message: Message, values: Values, { code }: Locale): string {
  if (typeof message === 'string') return message;
  const count = Number(values['count'] ?? 0);
  return message[new Intl.PluralRules(code).select(count)] ?? message.other;
}

/** A file name such as `a.pdf` keeps its own direction within words that run from right to left. */
function isolate(value: string, { direction }: Locale): string {
  return direction === 'rtl' && value !== '' ? `\u2068${value}\u2069` : value;
}

// What the page around a chat says of it with attributes, as of now.
import { chooseLanguage, type Language } from '$lib/i18n/languages';

/** `theme` is one too; the style sheet reads it. */
export const attributeNames = ['server', 'lang', 'placeholder', 'heading'] as const;
export type AttributeName = (typeof attributeNames)[number];

export class Attributes {
  values = $state.raw<Readonly<Partial<Record<AttributeName, string>>>>({});

  apply(name: AttributeName, value: string | null): void {
    const { [name]: _, ...others } = this.values;
    this.values = value === null ? others : { ...others, [name]: value };
  }
}

/** The language of a chat: what it says itself, else what is said around it, else the reader's. */
export function languageOf(lang: string | undefined, around: Element): Language {
  const said = lang || around.closest('[lang]')?.getAttribute('lang') || '';
  return chooseLanguage([said, ...navigator.languages].filter((wish) => wish !== ''));
}

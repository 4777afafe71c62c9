// Makes the document look and read as the reader chose: theme, language and direction.
//
// Only a page of our own does this; where Parley is a guest, the document belongs to the host.
import { i18n } from '$lib/i18n/i18n.svelte';
import { chooseLanguage, type Language } from '$lib/i18n/languages';
import type { Settings } from './settings.svelte';

export function wantedLanguage(settings: Settings): Language {
  return chooseLanguage([settings.values.language, ...navigator.languages]);
}

/** Goes on for as long as the page does. */
export function dressDocument(root: HTMLElement, settings: Settings): void {
  $effect.root(() => {
    $effect(() => {
      root.dataset['theme'] = settings.values.theme;
    });
    $effect(() => {
      void i18n.use(wantedLanguage(settings));
    });
    $effect(() => {
      root.lang = i18n.language.code;
      root.dir = i18n.language.direction;
    });
  });
}

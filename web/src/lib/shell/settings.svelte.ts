// What the reader has chosen, remembered by this browser.
//
// What cannot be remembered, or is not what was, is dropped without a word: the usual settings hold.
import { defaults, readPreferences, type Preferences } from './preferences';

export type SettingsPlace = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export type SettingsEvent = { type: 'chosen'; values: Partial<Preferences> } | { type: 'reset' };

/** The number rises when what is kept changes its meaning. */
const key = 'parley-settings-1';

export class Settings {
  values = $state.raw<Preferences>(defaults);
  readonly #place: SettingsPlace | null;

  /** Without a place nothing is remembered: a browser may refuse one. */
  constructor(place: SettingsPlace | null) {
    this.#place = place;
    this.values = readPreferences(this.#read());
  }

  apply(event: SettingsEvent): void {
    this.values = event.type === 'reset' ? defaults : { ...this.values, ...event.values };
    this.#keep();
  }

  #read(): unknown {
    try {
      return JSON.parse(this.#place?.getItem(key) ?? 'null');
    } catch {
      return null;
    }
  }

  #keep(): void {
    try {
      if (this.values === defaults) this.#place?.removeItem(key);
      else this.#place?.setItem(key, JSON.stringify(this.values));
    } catch {
      // full, or forbidden: it holds until the page is left
    }
  }
}

/** The storage that outlives the tab; null where the browser keeps none. */
export function lastingStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

// Which citation shows its passage in a card, because the pointer rests on it or it has the focus.
//
// The card waits a little before it comes, so that a pointer on its way disturbs nothing, and before it goes,
// so that the pointer can move onto it.
import type { Cited } from './source-view.svelte';

/** A citation in the page, and what it stands for. */
export interface Peeked {
  anchor: HTMLElement;
  cited: Cited;
}

export type PeekEvent =
  | { type: 'pointed'; at: Peeked } // by a pointer that moves on it
  | { type: 'focused'; at: Peeked } // by the keyboard
  | { type: 'left' } // by the pointer
  | { type: 'blurred' }
  | { type: 'entered' } // the card itself, by the pointer
  | { type: 'opened'; anchor: HTMLElement } // the document, from this citation
  | { type: 'dismissed' };

/** Does something later, unless it is called off by what is returned. */
export type Later = (callback: () => void, ms: number) => () => void;

const comesAfterMs = 250;
const goesAfterMs = 300;

export class Peek {
  shown = $state.raw<Peeked | null>(null);

  readonly #later: Later;
  #callOff: () => void = () => undefined;
  #focused: HTMLElement | null = null;
  #opener: HTMLElement | null = null; // gets the focus back when the document is closed

  constructor(later: Later) {
    this.#later = later;
  }

  apply(event: PeekEvent): void {
    this.#callOff();
    switch (event.type) {
      case 'pointed': {
        const isOpen = this.shown?.anchor === event.at.anchor;
        if (!isOpen) this.#callOff = this.#later(() => (this.shown = event.at), comesAfterMs);
        break;
      }
      case 'focused':
        this.#focused = event.at.anchor;
        if (event.at.anchor !== this.#opener) this.shown = event.at;
        this.#opener = null;
        break;
      case 'left':
        if (!this.shown || this.shown.anchor !== this.#focused) this.#goLater();
        break;
      case 'blurred':
        this.#focused = null;
        this.#goLater();
        break;
      case 'entered':
        break;
      case 'opened':
        this.#opener = event.anchor;
        this.shown = null;
        break;
      case 'dismissed':
        this.shown = null;
        break;
      default:
        event satisfies never;
    }
  }

  #goLater(): void {
    this.#callOff = this.#later(() => (this.shown = null), goesAfterMs);
  }
}

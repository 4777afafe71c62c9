// Whether what scrolls, the page or a box of it, moves along with the answer: as long as its reader is at the
// end, and again when they come back there.
import type { Attachment } from 'svelte/attachments';
import { follow, isAtEnd } from './follow';

export class Following {
  /** Whether there is nothing below what the reader sees. */
  isEndInView = $state(true);
  #isOn = true;
  #box: Element | null = null; // what scrolls; nothing: the page

  /** For the element behind the last words; a box that scrolls them has `data-scrolls`. */
  readonly atEnd: Attachment<HTMLElement> = (end) => {
    this.#box = end.closest('[data-scrolls]');
    const observer = new IntersectionObserver(
      (entries) => (this.isEndInView = entries.at(-1)?.isIntersecting ?? true),
      { root: this.#box, rootMargin: '1px' }, // places are rounded
    );
    observer.observe(end);
    return () => {
      observer.disconnect();
      this.isEndInView = true;
    };
  };

  begin(): void {
    this.#isOn = true;
  }

  onscroll(): void {
    this.#isOn = isAtEnd(this.#scroller);
  }

  follow(question: HTMLElement | null): void {
    if (!this.#isOn || !question) return;
    const padding = parseFloat(getComputedStyle(this.#scroller).scrollPaddingTop);
    follow(this.#scroller, question, padding);
  }

  /** To the latest words, and on with them. */
  jump(): void {
    this.#isOn = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  get #scroller(): Element {
    return this.#box ?? document.documentElement;
  }
}

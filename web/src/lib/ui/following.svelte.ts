// Whether what scrolls, the page or a box of it, moves along with the answer: as long as its reader is at the
// end, and again when they come back there.
import type { Attachment } from 'svelte/attachments';
import { follow, isAtEnd, isNear } from './follow';

const settlesWithinMs = 500; // what belongs to the last words, such as their sources

export class Following {
  /** Whether there is nothing below what the reader sees. */
  isEndInView = $state(true);
  #isOn = true;
  #drawnEnd = 0; // how far one could scroll when the page was drawn last
  #question: HTMLElement | null = null;
  #settledAt = 0;
  #box: Element | null = null; // what scrolls; nothing: the page

  /** For the element behind the last words; a box that scrolls them has `data-scrolls`. */
  readonly atEnd: Attachment<HTMLElement> = (end) => {
    this.#box = end.closest('[data-scrolls]');
    const observer = new IntersectionObserver(
      (entries) => (this.isEndInView = entries.at(-1)?.isIntersecting ?? true),
      { root: this.#box, rootMargin: '1px' }, // places are rounded
    );
    observer.observe(end);
    const stopWatching = this.#watchGrowth(end.parentElement);
    return () => {
      observer.disconnect();
      stopWatching();
      this.isEndInView = true;
    };
  };

  begin(): void {
    this.#isOn = true;
  }

  /** Whoever was at the end when the page was drawn has not gone away when it has grown since. */
  onscroll(): void {
    const { scrollTop } = this.#scroller;
    this.#isOn = isAtEnd(this.#scroller) || (this.#isOn && isNear(scrollTop, this.#drawnEnd));
  }

  follow(question: HTMLElement | null): void {
    this.#question = question;
    this.#settledAt = performance.now() + settlesWithinMs;
    this.#move();
  }

  /** To the latest words, and on with them. */
  jump(): void {
    this.#isOn = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #move(): void {
    if (!this.#isOn || !this.#question) return;
    const padding = parseFloat(getComputedStyle(this.#scroller).scrollPaddingTop);
    follow(this.#scroller, this.#question, padding);
  }

  #watchGrowth(around: Element | null): () => void {
    if (!around) return () => undefined;
    const grown = new ResizeObserver(() => {
      this.#drawnEnd = this.#scroller.scrollHeight - this.#scroller.clientHeight;
      if (performance.now() < this.#settledAt) this.#move();
    });
    const watch = () => {
      for (const child of around.children) grown.observe(child);
    };
    const added = new MutationObserver(watch);
    added.observe(around, { childList: true });
    watch();
    return () => {
      grown.disconnect();
      added.disconnect();
    };
  }

  get #scroller(): Element {
    return this.#box ?? document.documentElement;
  }
}

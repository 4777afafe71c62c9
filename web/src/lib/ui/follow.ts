// Keeps a reader at the answer that is being written, in the page or in a box that scrolls.

const nearPx = 80;

/** Whether what comes next would be seen, so that the reader wants to be moved along with it. */
export function isAtEnd(scroller: Element): boolean {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= nearPx;
}

/** Whether a place that was scrolled to is the other one, as a reader sees it. */
export function isNear(top: number, otherTop: number): boolean {
  return Math.abs(top - otherTop) <= nearPx;
}

/** Moves down with the answer until its question is `topPx` below the top; on with who went past that. */
export function follow(scroller: Element, question: Element, topPx: number): void {
  const end = scroller.scrollHeight - scroller.clientHeight;
  const top = scroller === document.scrollingElement ? 0 : scroller.getBoundingClientRect().top;
  const atQuestion = question.getBoundingClientRect().top - top + scroller.scrollTop - topPx;
  const isPastQuestion = scroller.scrollTop > atQuestion + 1;
  const target = isPastQuestion ? end : Math.min(end, atQuestion);
  if (target > scroller.scrollTop) scroller.scrollTop = target;
}

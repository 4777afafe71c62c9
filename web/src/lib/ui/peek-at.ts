// Listens to a citation for the card that shows its passage.
import type { Attachment } from 'svelte/attachments';
import type { Peek } from '$lib/chat/peek.svelte';
import type { Cited } from '$lib/chat/source-view.svelte';

/** A finger that touches opens the document at once; there is no card before it. */
export function peekAt(peek: Peek, citedOf: () => Cited): Attachment<HTMLElement> {
  return (anchor) => {
    const listening = new AbortController();
    const on = (name: string, listener: (event: Event) => void): void =>
      anchor.addEventListener(name, listener, { signal: listening.signal });
    const at = {
      anchor,
      get cited() {
        return citedOf(); // not before it is shown
      },
    };

    // Not when it enters: a page that moves below a resting pointer brings no card.
    on('pointermove', (event) => {
      const isTouch = event instanceof PointerEvent && event.pointerType === 'touch';
      if (!isTouch) peek.apply({ type: 'pointed', at });
    });
    on('pointerleave', () => peek.apply({ type: 'left' }));
    on('focus', () => {
      if (anchor.matches(':focus-visible')) peek.apply({ type: 'focused', at });
    });
    on('blur', () => peek.apply({ type: 'blurred' }));
    on('click', () => peek.apply({ type: 'opened', anchor }));
    return () => listening.abort();
  };
}

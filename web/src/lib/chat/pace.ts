// Hands events on at the speed of the screen: however fast the words come, they are applied once per frame.
//
// Every other event goes on at once, after the words before it. Without frames (a tab in the background)
// words wait for the next such event; the last event of an answer always is one.
import type { AnswerEvent } from '$lib/api/events';

export type NextFrame = (callback: () => void) => void;

export async function pace(
  events: AsyncIterable<AnswerEvent>,
  apply: (event: AnswerEvent) => void,
  nextFrame: NextFrame,
): Promise<void> {
  let words = '';
  const flush = (): void => {
    if (words === '') return;
    const text = words;
    words = '';
    apply({ type: 'delta', text });
  };

  for await (const event of events) {
    if (event.type === 'delta') {
      const first = words === '';
      words += event.text;
      if (first) nextFrame(flush);
    } else {
      flush();
      apply(event);
    }
  }
  flush();
}

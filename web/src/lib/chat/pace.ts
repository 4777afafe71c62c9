// Hands events on at the speed of the screen. Words that come in bursts appear steadily, a share of them with
// each frame, but are never more than a few frames behind the stream.
//
// Every other event goes on after the words before it; the last event of an answer always is one. So much
// at once that it would hold up the page is spread over frames, or over timers where there are none (a tab in
// the background).
import type { AnswerEvent } from '$lib/api/events';

export type NextFrame = (callback: () => void) => void;

type Delta = Extract<AnswerEvent, { type: 'delta' }>;

/** In so many frames all that waits has appeared, were nothing to come. */
const framesBehindMax = 4;

/** About what is read and drawn in half of the time that a reader notices. */
const frameCharsMax = 4_000;
const frameMsMax = 100;

export async function pace(
  events: AsyncIterable<AnswerEvent>,
  apply: (event: AnswerEvent) => void,
  nextFrame: NextFrame,
): Promise<void> {
  const waiting = new WaitingWords();
  let isFrameAsked = false;
  const askFrame = (): void => {
    if (isFrameAsked || waiting.chars === 0) return;
    isFrameAsked = true;
    nextFrame(onFrame);
  };
  const onFrame = (): void => {
    isFrameAsked = false;
    waiting.take(Math.min(Math.ceil(waiting.chars / framesBehindMax), frameCharsMax)).forEach(apply);
    askFrame();
  };
  const flush = async (): Promise<void> => {
    while (waiting.chars > frameCharsMax) {
      waiting.take(frameCharsMax).forEach(apply);
      await frameOrTimer(nextFrame);
    }
    waiting.take(waiting.chars).forEach(apply);
  };

  for await (const event of events) {
    if (event.type === 'delta') {
      waiting.add(event);
      askFrame();
    } else {
      await flush();
      apply(event);
    }
  }
  await flush();
}

function frameOrTimer(nextFrame: NextFrame): Promise<void> {
  return new Promise((resolve) => {
    nextFrame(resolve);
    setTimeout(resolve, frameMsMax);
  });
}

class WaitingWords {
  #deltas: Delta[] = [];
  chars = 0;

  add(delta: Delta): void {
    this.#deltas.push(delta);
    this.chars += delta.text.length;
  }

  /**
   * At least so many characters and never half a word: what came whole as one delta with the number of its
   * last line, then the beginning of the next without one.
   */
  take(charsMin: number): Delta[] {
    let [count, chars] = [0, 0];
    for (const { text } of this.#deltas) {
      if (chars + text.length > charsMin) break;
      [count, chars] = [count + 1, chars + text.length];
    }
    const whole = this.#deltas.splice(0, count);
    const taken = whole.length > 0 ? [joined(whole)] : [];
    const next = this.#deltas[0];
    if (chars < charsMin && next) taken.push(this.#takeFrom(next, charsMin - chars));
    this.chars -= taken.reduce((sum, { text }) => sum + text.length, 0);
    return taken;
  }

  #takeFrom(delta: Delta, charsMin: number): Delta {
    const space = delta.text.slice(charsMin).search(/\s/);
    if (space === -1) {
      this.#deltas.shift();
      return delta;
    }
    const end = charsMin + space + 1;
    this.#deltas[0] = { ...delta, text: delta.text.slice(end) };
    return { type: 'delta', text: delta.text.slice(0, end) };
  }
}

function joined(deltas: Delta[]): Delta {
  const text = deltas.map((each) => each.text).join('');
  const number = deltas.at(-1)?.number;
  return number === undefined ? { type: 'delta', text } : { type: 'delta', text, number };
}

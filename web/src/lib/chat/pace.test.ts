import { describe, expect, it } from 'vitest';
import type { AnswerEvent } from '$lib/api/events';
import { pace } from './pace';

const say = (text: string, number?: number): AnswerEvent =>
  number === undefined ? { type: 'delta', text } : { type: 'delta', text, number };
const context: AnswerEvent = { type: 'context', sources: [], sessionState: null };
const end: AnswerEvent = { type: 'end' };

/** A stream that the test writes, on a screen whose frames the test shows. */
function makeScreen() {
  const applied: AnswerEvent[] = [];
  const frames: (() => void)[] = [];
  const coming: AnswerEvent[] = [];
  let more = () => undefined as void;
  async function* events() {
    for (let open = true; open;) {
      for (const event of coming.splice(0)) {
        yield event;
        if (event.type === 'end') open = false;
      }
      if (open) await new Promise<void>((resolve) => (more = resolve));
    }
  }
  const done = pace(
    events(),
    (event) => applied.push(event),
    (paint) => frames.push(paint),
  );
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return {
    applied,
    frames,
    done,
    text: () => applied.map((event) => (event.type === 'delta' ? event.text : '')).join(''),
    frame: () => frames.splice(0).forEach((paint) => paint()),
    come: async (...events: AnswerEvent[]) => {
      coming.push(...events);
      more();
      await settle();
    },
  };
}

describe('pace', () => {
  it('applies other events in their place, with all the words before them', async () => {
    const screen = makeScreen();
    await screen.come(say('a', 1), say('b', 2), context, say('c', 4), say('d', 5), end);
    await screen.done;
    expect(screen.applied).toEqual([say('ab', 2), context, say('cd', 5), end]);
    screen.frame();
    expect(screen.applied).toHaveLength(4);
  });

  it('lets a burst appear over a few frames, whole words at a time', async () => {
    const screen = makeScreen();
    await screen.come(say('One two three four five six seven eight nine ten', 1));
    expect(screen.text()).toBe('');
    const seen: string[] = [];
    for (let frames = 0; screen.frames.length > 0 && frames < 12; frames++) {
      screen.frame();
      seen.push(screen.text());
    }
    expect(seen[0]).toBe('One two three ');
    expect(seen.length).toBeGreaterThan(3);
    for (const text of seen) expect(text).toMatch(/( |ten)$/);
    expect(seen.at(-1)).toMatch(/ten$/);
  });

  it('is never queued behind the stream: what waits stays a few frames of it', async () => {
    const screen = makeScreen();
    let said = '';
    for (let frames = 0; frames < 100; frames++) {
      said += 'word '.repeat(10);
      await screen.come(say('word '.repeat(10)));
      screen.frame();
      expect(said.length - screen.text().length).toBeLessThanOrEqual(4 * 50);
    }
    await screen.come(end);
    expect(screen.text()).toBe(said);
  });

  it('spreads what would hold up the page over frames, and over timers where there are none', async () => {
    const screen = makeScreen();
    const text = 'word '.repeat(5_000);
    void screen.come(say(text), end);
    const steps: number[] = [];
    while (screen.applied.at(-1)?.type !== 'end') {
      steps.push(screen.text().length);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await screen.done;
    expect(screen.text()).toBe(text);
    const most = steps.slice(1).map((chars, at) => chars - (steps[at] ?? 0));
    expect(Math.max(...most)).toBeLessThan(9_000);
    expect(new Set(steps).size).toBeGreaterThan(4);
  });

  it('asks for one frame at a time, also after words that went at once', async () => {
    const screen = makeScreen();
    await screen.come(say('a'), context, say('b'), context, say('c'));
    expect(screen.frames).toHaveLength(1);
  });

  it('gives a part of a line no number, and its end the number of the line', async () => {
    const screen = makeScreen();
    await screen.come(say('a', 1), say('long words '.repeat(9), 2));
    screen.frame();
    const [first, part] = screen.applied;
    expect(first).toEqual(say('a', 1));
    expect(part).not.toHaveProperty('number');
    await screen.come(end);
    expect(screen.applied.at(-2)).toMatchObject({ number: 2 });
  });

  it('never cuts a character in two', async () => {
    const screen = makeScreen();
    await screen.come(say('👩‍💻'.repeat(20)), say('é'));
    while (screen.frames.length > 0) screen.frame();
    expect(screen.applied).toEqual([say('👩‍💻'.repeat(20)), say('é')]);
  });
});

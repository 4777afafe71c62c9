import { beforeEach, describe, expect, it } from 'vitest';
import { Peek, type Peeked } from './peek.svelte';

describe('Peek', () => {
  let now = 0;
  let waiting: { at: number; callback: () => void }[] = [];
  const peek = () =>
    new Peek((callback, ms) => {
      const entry = { at: now + ms, callback };
      waiting.push(entry);
      return () => void (waiting = waiting.filter((each) => each !== entry));
    });
  const pass = (ms: number) => {
    now += ms;
    const due = waiting.filter(({ at }) => at <= now);
    waiting = waiting.filter(({ at }) => at > now);
    due.forEach(({ callback }) => callback());
  };
  const place = (citation: string): Peeked => ({
    anchor: { citation } as unknown as HTMLElement,
    cited: { citation, passages: [], quotes: [] },
  });
  const [one, two] = [place('one.pdf'), place('two.pdf')];

  beforeEach(() => {
    now = 0;
    waiting = [];
  });

  it('shows what the pointer rests on, not what it passes', () => {
    const card = peek();
    card.apply({ type: 'pointed', at: one });
    pass(100);
    card.apply({ type: 'left' });
    card.apply({ type: 'pointed', at: two });
    pass(200);
    expect(card.shown).toBe(null);
    pass(50);
    expect(card.shown).toBe(two);
  });

  it('stays while the pointer moves onto the card and rests there', () => {
    const card = peek();
    card.apply({ type: 'pointed', at: one });
    pass(250);
    card.apply({ type: 'left' });
    pass(299);
    card.apply({ type: 'entered' });
    pass(10_000);
    expect(card.shown).toBe(one);
    card.apply({ type: 'left' });
    pass(300);
    expect(card.shown).toBe(null);
  });

  it('stays while its citation has the focus, wherever the pointer goes', () => {
    const card = peek();
    card.apply({ type: 'focused', at: one });
    card.apply({ type: 'entered' });
    card.apply({ type: 'left' });
    pass(10_000);
    expect(card.shown).toBe(one);
    card.apply({ type: 'blurred' });
    pass(300);
    expect(card.shown).toBe(null);
  });

  it('goes at once when it is dismissed, and does not come by what had begun', () => {
    const card = peek();
    card.apply({ type: 'focused', at: one });
    card.apply({ type: 'pointed', at: two });
    card.apply({ type: 'dismissed' });
    pass(10_000);
    expect(card.shown).toBe(null);
  });

  it('does not come again when the document it opened gives the focus back, but the next time', () => {
    const card = peek();
    card.apply({ type: 'focused', at: one });
    card.apply({ type: 'opened', anchor: one.anchor });
    card.apply({ type: 'focused', at: one });
    expect(card.shown).toBe(null);
    card.apply({ type: 'focused', at: one });
    expect(card.shown).toBe(one);
  });
});

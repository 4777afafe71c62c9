import { describe, expect, it } from 'vitest';
import { meaningOf } from './question-keys';

const pressed = (key: string, others: Partial<KeyboardEvent> = {}) =>
  meaningOf({ key, shiftKey: false, isComposing: false, keyCode: 13, ...others } as KeyboardEvent);

describe('a key in a box for a question', () => {
  it('asks with Enter and cancels with Escape, and with nothing else', () => {
    expect(pressed('Enter')).toBe('ask');
    expect(pressed('Escape')).toBe('cancel');
    expect(pressed('Enter', { shiftKey: true })).toBe(null);
    expect(pressed('a')).toBe(null);
  });

  it.each(['Enter', 'Escape'])('leaves %s to an input method, also the one of Safari', (key) => {
    expect(pressed(key, { isComposing: true })).toBe(null);
    expect(pressed(key, { keyCode: 229 })).toBe(null);
  });
});

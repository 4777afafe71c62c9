import { describe, expect, it } from 'vitest';
import { charsBeyondLimit } from './question';

describe('charsBeyondLimit', () => {
  it('counts characters beyond what a server takes as one message, in bytes', () => {
    expect(charsBeyondLimit('Why?')).toBe(0);
    expect(charsBeyondLimit('a'.repeat(65_536))).toBe(0);
    expect(charsBeyondLimit('a'.repeat(65_540))).toBe(4);
    expect(charsBeyondLimit('é'.repeat(32_768))).toBe(0);
    expect(charsBeyondLimit('é'.repeat(32_769))).toBe(1);
    expect(charsBeyondLimit('😀'.repeat(16_385))).toBe(2);
  });

  it('leaves out the space around, which is not sent', () => {
    expect(charsBeyondLimit(' \n'.repeat(60_000) + 'Why?')).toBe(0);
  });
});

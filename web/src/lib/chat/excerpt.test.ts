import { describe, expect, it } from 'vitest';
import { excerptOf } from './excerpt';

const words = (count: number, word: string) => Array.from({ length: count }, () => word).join(' ');

describe('excerptOf', () => {
  const sentence = 'Full-time employees have 25 days of vacation a year.';

  it('is a short passage as it stands', () => {
    expect(excerptOf([sentence], [])).toBe(sentence);
  });

  it('has the quoted words between some of those before and after them', () => {
    const excerpt = excerptOf([`${words(200, 'before')} ${sentence} ${words(200, 'after')}`], [sentence]);
    expect(excerpt).toMatch(/^… before .* before Full-time .* a year\. after .* after …$/);
    expect(excerpt.length).toBeLessThanOrEqual(324);
  });

  it('is from the passage that is quoted', () => {
    expect(excerptOf(['Something else.', sentence], [sentence])).toBe(sentence);
  });

  it('is the begin of the first passage when nothing is quoted', () => {
    const excerpt = excerptOf([words(200, 'first'), sentence], []);
    expect(excerpt).toMatch(/^first first .* first …$/);
  });

  it('is the begin of a quote that is too long, and the end of a passage is whole', () => {
    const long = words(100, 'quoted');
    expect(excerptOf([`${words(100, 'before')} ${long}`], [long])).toMatch(/quoted …$/);
    expect(excerptOf([`${words(100, 'before')} ${sentence}`], [sentence])).toMatch(/^… before .* a year\.$/);
  });

  it('cuts a passage without spaces, and is nothing without passages', () => {
    expect(excerptOf(['漢'.repeat(1000)], [])).toBe(`${'漢'.repeat(320)} …`);
    expect(excerptOf([], ['quote'])).toBe('');
  });
});

import { describe, expect, it } from 'vitest';
import { directionOf } from './direction';
import { readMarkdown } from './markdown';

const first = (text: string) => directionOf(readMarkdown(text, []).at(0) ?? { kind: 'rule' });

describe('the direction of a list or a quote', () => {
  it.each([
    ['- 25 days\n- שלום', 'ltr'],
    ['- **שלום** or hello', 'rtl'],
    ['1. [مرحبا](https://elsewhere.example/)', 'rtl'],
    ['> - ١٢ `code`\n> - مرحبا', 'rtl'],
    ['- 25\n- 日本', 'ltr'],
    ['- 25\n- 26', null],
  ])('of %j is %s', (text, direction) => {
    expect(first(text)).toBe(direction);
  });
});

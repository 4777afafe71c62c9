import { describe, expect, it } from 'vitest';
import { settled } from './unfinished';

const known = ['a.pdf#page=1'];

describe('settled', () => {
  it.each([
    ['a marker at every step', 'See [a.pdf#pa', 'See '],
    ['a marker that is whole', 'See [a.pdf#page=1]', 'See [a.pdf#page=1]'],
    ['bold words', 'Some **bold wo', 'Some **bold wo**'],
    ['bold words and a space', 'Some **bold ', 'Some **bold** '],
    ['marks in each other', '***both and *more', '***both and *more****'],
    ['half of a mark', 'Some **bold*', 'Some **bold**'],
    ['code', 'Use `x * y', 'Use `x * y`'],
    ['a link', 'See [the rules](https://x.exa', 'See '],
    ['a picture', 'See ![a map](https://x', 'See '],
    ['the head of a table', 'So:\n\n| Plan | Da', 'So:\n\n'],
    ['the line below it', '| Plan |\n|--', ''],
    ['a cell', '| a |\n|---|\n| **b', '| a |\n|---|\n| **b**'],
    ['an item without words', '- one\n-', '- one\n'],
    ['the number of an item', 'Steps:\n\n1.', 'Steps:\n\n'],
    ['a task', '- [', ''],
    ['a fence', 'So:\n```j', 'So:\n'],
    ['code in a fence', '```\n**not bold', '```\n**not bold'],
    ['the end of a fence', '```\ncode\n``', '```\ncode\n'],
    ['a formula', 'As $x^2', 'As '],
    ['an amount', 'It costs $5', 'It costs $5'],
    ['the mark of a quote', 'So:\n\n> ', 'So:\n\n'],
    ['a mark within a quote', '> one\n> > -', '> one\n'],
    ['what is no mark', '2 * 3 and snake_case', '2 * 3 and snake_case'],
  ])('shows %s as it will be', (_, text, shown) => expect(settled(text, known)).toBe(shown));

  // The spaces before a word took a minute, by the square of their number.
  it.each([
    ['spaces before a word', ' '.repeat(100_000) + 'x x'],
    ['marks of quotes', '> '.repeat(50_000) + 'x x'],
    ['spaces behind a mark', '-' + ' '.repeat(100_000) + 'x x'],
    ['spaces behind a task', '- [ ]' + ' '.repeat(100_000) + 'x x'],
    ['dashes', '- '.repeat(50_000) + 'x x'],
  ])('is quick with many %s', (_, line) => {
    const begin = performance.now();
    settled(`- a\n${line}`, known);
    expect(performance.now() - begin).toBeLessThan(1_000);
  });
});

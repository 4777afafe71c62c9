// Markdown that grows: what is finished is read once and never again, so that a long answer costs no more per
// word than a short one.
//
// A block is finished when another one begins behind it. Of a block that goes on for long, the lines, rows or
// items that cannot change any more are held, and only what comes behind them is read again. What is still
// growing at its end is shown as it will be (unfinished.ts).
import type { Block } from './markdown';
import { outline, parse } from './parser';
import { topsOf, type Top } from './tree';
import { settled } from './unfinished';

export interface Limits {
  openChars: number; // a block that is longer is held in parts
  wordsChars: number; // words without a break are cut into blocks of about this length
  stepChars: number; // as much is read in one go
}

const usualLimits: Limits = { openChars: 4_000, wordsChars: 4_000, stepChars: 16_000 };

/** What is finished of the block that is open, and the lines that make the rest read as the same block. */
interface Held {
  block: Block;
  prefix: string;
}

export class GrowingMarkdown {
  readonly #known: readonly string[];
  readonly #limits: Limits;
  readonly #done: Block[] = [];
  #held: Held | null = null;
  #tail = ''; // not finished
  #endsWithReturn = false;

  constructor(known: readonly string[], limits = usualLimits) {
    this.#known = known;
    this.#limits = limits;
  }

  append(text: string): void {
    for (let at = 0; at < text.length; at += this.#limits.stepChars) {
      const step = this.#withLineEnds(text.slice(at, at + this.#limits.stepChars));
      this.#tail += step;
      if (step.includes('\n')) this.#finishBlocks();
      while (this.#tail.length > this.#limits.wordsChars && this.#cutWords());
    }
  }

  /** All so far. Those that are finished are the same values as before. */
  blocks(state: 'growing' | 'ended'): Block[] {
    const source = this.#prefix + this.#tail;
    const shown = state === 'growing' ? settled(source, this.#known) : source;
    return [...this.#done, ...this.#withHeld(this.#read(shown))];
  }

  get #prefix(): string {
    return this.#held?.prefix ?? '';
  }

  #read(source: string): Top[] {
    return topsOf(parse(source, this.#known));
  }

  /** Line ends of other systems become ours, also one that two pieces have in common. */
  #withLineEnds(text: string): string {
    const rest = this.#endsWithReturn && text.startsWith('\n') ? text.slice(1) : text;
    this.#endsWithReturn = text.endsWith('\r');
    return rest.replace(/\r\n?/g, '\n');
  }

  /** Only whole lines say where a block ends. */
  #finishBlocks(): void {
    const lines = this.#prefix + this.#tail.slice(0, this.#tail.lastIndexOf('\n') + 1);
    const tops = topsOf(outline(lines));
    const last = tops.at(-1);
    if (last && tops.length > 1) this.#finish(offsetOfLine(lines, last.line));
    if (last && this.#tail.lastIndexOf('\n') >= this.#limits.openChars) this.#hold();
  }

  /** What stands before `end` does not change any more. */
  #finish(end: number): void {
    const lines = this.#prefix + this.#tail;
    this.#done.push(...this.#withHeld(this.#read(lines.slice(0, end))));
    this.#held = null;
    this.#tail = lines.slice(end);
  }

  /** Of the one block that is open: what cannot change any more. */
  #hold(): void {
    const lines = this.#prefix + this.#tail.slice(0, this.#tail.lastIndexOf('\n') + 1);
    const [top] = topsOf(outline(lines));
    const kind = top?.block.kind;
    if (kind === 'code' && isFenceOpen(lines)) this.#holdLines(lines, 1);
    if (kind === 'table' && !lines.endsWith('\n\n')) this.#holdLines(lines, 2);
    const lastItem = offsetOfLine(lines, top?.itemLines.at(-1) ?? 0);
    if (kind === 'list' && lastItem > 0) this.#holdTo(lastItem, '');
  }

  #holdLines(lines: string, prefixLines: number): void {
    this.#holdTo(lines.length, lines.slice(0, offsetOfLine(lines, prefixLines)));
  }

  #holdTo(end: number, prefix: string): void {
    const lines = this.#prefix + this.#tail;
    const [block] = this.#withHeld(this.#read(lines.slice(0, end)));
    if (!block) return;
    this.#held = { block, prefix };
    this.#tail = lines.slice(end);
  }

  /** Nobody reads words without a break for so long: they are broken at a line end, or a space. */
  #cutWords(): boolean {
    const lines = this.#prefix + this.#tail;
    const kind = topsOf(outline(lines)).at(-1)?.block.kind;
    const isInParts = kind === 'code' || kind === 'list' || kind === 'table';
    const charsMax = this.#limits.wordsChars * (isInParts ? 4 : 1);
    if (this.#tail.length <= charsMax) return false;
    const lineEnd = kind === 'quote' ? this.#tail.lastIndexOf('\n', charsMax - 1) + 1 : 0;
    const end = this.#prefix.length + (lineEnd || breakBefore(this.#tail, charsMax));
    if (kind === 'code') this.#holdTo(end, lines.slice(0, offsetOfLine(lines, 1)));
    else this.#finish(end);
    if (kind === 'quote') this.#tail = marksOfQuote(lines, end) + this.#tail;
    return true;
  }

  #withHeld(tops: readonly Top[]): Block[] {
    const blocks = tops.map((top) => top.block);
    if (!this.#held) return blocks;
    const [first, ...rest] = blocks;
    const joined = first && join(this.#held.block, first);
    return joined ? [joined, ...rest] : [this.#held.block, ...blocks];
  }
}

function join(held: Block, more: Block): Block | null {
  if (held.kind === 'code' && more.kind === 'code') return { ...held, parts: [...held.parts, ...more.parts] };
  if (held.kind === 'table' && more.kind === 'table')
    return { ...held, parts: [...held.parts, ...more.parts] };
  if (held.kind === 'list' && more.kind === 'list' && (held.start === null) === (more.start === null)) {
    return { ...held, parts: [...held.parts, ...more.parts] };
  }
  return null;
}

function offsetOfLine(text: string, line: number): number {
  let at = 0;
  for (let count = 0; count < line; count++) at = text.indexOf('\n', at) + 1;
  return at;
}

/** What makes the rest of a line that is cut at `end` a quote too; nothing when only marks are cut off. */
function marksOfQuote(lines: string, end: number): string {
  const line = lines.slice(lines.lastIndexOf('\n', end - 1) + 1, end);
  const [marks] = /^ *(?:> ?)*/.exec(line) ?? [''];
  return marks.length < line.length ? marks : '';
}

/** Whether code that begins in the first line has no end in the others. */
function isFenceOpen(lines: string): boolean {
  const [fence] = /[`~]{3,}/.exec(lines) ?? [''];
  const ends = lines.slice(offsetOfLine(lines, 1)).split('\n');
  return !ends.some(
    (line) => line.trim().startsWith(fence) && line.trim().replaceAll(fence.charAt(0), '') === '',
  );
}

/** Where the text is best cut, within its first characters. */
function breakBefore(text: string, charsMax: number): number {
  const head = text.slice(0, charsMax);
  const space = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' '));
  if (space > 0) return space + 1;
  return /[\uD800-\uDBFF]$/.test(head) ? charsMax - 1 : charsMax; // never half a character
}

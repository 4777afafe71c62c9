// Lists as models write them, made lists as Markdown defines them. Each line stays one line.
//
// What is set in by two under `1. ` is too little to be within that item: it is set in by more. An item that
// begins with another mark, as `- 33. Warranty`, quotes it: it is no list in a list. Lists and quotes within
// each other are bounded.

const nestingMax = 6;

const item = /^([-*+]|\d{1,9}[.)]) +(?=\S)/;
const markInItem = /^(?:([-*+]) |(\d{1,9})([.)] ))/;
const rule = /^[-*+ ]+$/;
const fence = /^(`{3,}|~{3,})/;
const deepQuote = new RegExp(`^((?:> ?){${nestingMax}})(?:> ?)+`);

export function withUsualLists(text: string): string {
  const lines = new LineMender();
  return text
    .split('\n')
    .map((line) => lines.mend(line))
    .join('\n');
}

/** An item that lines may still belong to. */
interface OpenItem {
  indent: number; // as it was written
  wordsIndent: number; // of its words, as it is set in now
}

class LineMender {
  #items: OpenItem[] = []; // the innermost last
  #code: { fence: string; shift: number } | null = null;
  #isAfterBlank = false;

  mend(raw: string): string {
    const words = raw.trimStart();
    const indent = raw.slice(0, raw.length - words.length).replaceAll('\t', '    ').length;
    if (this.#code) return this.#mendCode(words, indent, this.#code);
    if (words === '') {
      this.#isAfterBlank = true;
      return '';
    }
    const [mark, bullet] = item.exec(words) ?? [];
    const mended =
      mark !== undefined && bullet !== undefined && !rule.test(words)
        ? this.#mendItem(words.slice(mark.length), bullet, indent)
        : this.#mendText(words, indent);
    this.#isAfterBlank = false;
    return mended;
  }

  #mendItem(words: string, bullet: string, indent: number): string {
    this.#leaveItems(indent);
    const marksIndent = this.#items.at(-1)?.wordsIndent ?? 0;
    this.#items.push({ indent, wordsIndent: marksIndent + bullet.length + 1 });
    const quoted = words.replace(markInItem, (_, mark, digits, after) =>
      digits === undefined ? `\\${mark} ` : `${digits}\\${after}`,
    );
    return `${' '.repeat(marksIndent)}${bullet} ${quoted}`;
  }

  #mendText(words: string, indent: number): string {
    const isGoingOn = indent < 2 && !this.#isAfterBlank; // a line that only was broken
    if (!isGoingOn) this.#leaveItems(indent);
    const wordsIndent = (!isGoingOn && this.#items.at(-1)?.wordsIndent) || Math.min(indent, 3);
    const [mark] = fence.exec(words) ?? [];
    if (mark !== undefined) this.#code = { fence: mark, shift: wordsIndent - indent };
    return ' '.repeat(wordsIndent) + words.replace(deepQuote, '$1');
  }

  #mendCode(words: string, indent: number, code: { fence: string; shift: number }): string {
    if (
      words.startsWith(code.fence) &&
      words.trimEnd().length <= words.lastIndexOf(code.fence) + code.fence.length
    )
      this.#code = null;
    return words === '' ? '' : ' '.repeat(Math.max(0, indent + code.shift)) + words;
  }

  /** Those that a line which is set in so far does not belong to. */
  #leaveItems(indent: number): void {
    this.#items = this.#items.filter((open) => indent >= open.indent + 2).slice(0, nestingMax - 1);
  }
}

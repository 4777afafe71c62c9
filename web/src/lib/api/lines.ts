// Splits a stream of bytes into lines.
//
// No JSON and no text here: bytes in, lines of bytes out, so a chunk may cut a character in two. Every byte
// is looked at once and copied once. A line longer than the limit comes out as `too long` and is not kept, so
// a server that never sends a newline cannot grow our memory.

export type Line = Uint8Array | 'too long';

const newline = 0x0a;

export class LineReader {
  readonly #lineBytesMax: number;
  #pieces: Uint8Array[] = []; // the line not yet ended, as it came
  #bytes = 0; // its length, counted on even when it is too long to keep

  constructor(lineBytesMax: number) {
    this.#lineBytesMax = lineBytesMax;
  }

  /** Adds bytes as they came and returns the lines they completed, without their newlines. */
  feed(chunk: Uint8Array): Line[] {
    const lines: Line[] = [];
    let begin = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, begin)) {
      this.#keep(chunk.subarray(begin, end));
      lines.push(this.#take());
      begin = end + 1;
    }
    this.#keep(chunk.subarray(begin));
    return lines;
  }

  /** The last line when the server ended the stream without a newline. */
  finish(): Line | null {
    return this.#bytes > 0 ? this.#take() : null;
  }

  #keep(piece: Uint8Array): void {
    this.#bytes += piece.length;
    if (this.#bytes > this.#lineBytesMax) this.#pieces = [];
    else if (piece.length > 0) this.#pieces.push(piece);
  }

  #take(): Line {
    const line = this.#bytes > this.#lineBytesMax ? 'too long' : join(this.#pieces, this.#bytes);
    this.#pieces = [];
    this.#bytes = 0;
    return line;
  }
}

function join(pieces: Uint8Array[], bytes: number): Uint8Array {
  const [first] = pieces;
  if (pieces.length === 1 && first) return first;
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

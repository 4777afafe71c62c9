import { describe, expect, it } from 'vitest';
import { LineReader, type Line } from './lines';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function readAll(reader: LineReader, chunks: Uint8Array[]): string[] {
  const lines: Line[] = chunks.flatMap((chunk) => reader.feed(chunk));
  const last = reader.finish();
  return [...lines, ...(last ? [last] : [])].map((line) =>
    line === 'too long' ? line : decoder.decode(line),
  );
}

describe('LineReader', () => {
  it('gives the same lines however the bytes are cut', () => {
    const bytes = encoder.encode('{"a":1}\r\n\n{"b":"é"}\n12');
    for (let first = 0; first <= bytes.length; first++) {
      for (let second = first; second <= bytes.length; second++) {
        const chunks = [bytes.slice(0, first), bytes.slice(first, second), bytes.slice(second)];
        const lines = readAll(new LineReader(100), chunks);
        expect(lines, `cut at ${first} and ${second}`).toEqual(['{"a":1}\r', '', '{"b":"é"}', '12']);
      }
    }
  });

  it('reports a line above the limit and reads the next one', () => {
    const chunks = ['1234', '56', '\nok\n'].map((text) => encoder.encode(text));
    expect(readAll(new LineReader(5), chunks)).toEqual(['too long', 'ok']);
  });

  it('accepts a line of exactly the limit', () => {
    expect(readAll(new LineReader(5), [encoder.encode('12345\n')])).toEqual(['12345']);
  });

  it('looks at a long line in single bytes only once', () => {
    const reader = new LineReader(1_000_000);
    let looked = 0;
    const byte = new Uint8Array([0x61]);
    byte.indexOf = (...search) => {
      looked++;
      return Uint8Array.prototype.indexOf.apply(byte, search);
    };
    for (let i = 0; i < 1000; i++) reader.feed(byte);
    expect(looked).toBe(1000);
    expect(reader.feed(encoder.encode('\n'))[0]).toHaveLength(1000);
  });
});

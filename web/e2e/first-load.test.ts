// How much script the page waits for: what index.html names, and all that it needs before it can begin. What
// is loaded later, when it is wanted, is not counted.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { dist } from './fixture-server';

const bytesMax = 150_000;

const namedByPage = /<(?:script|link)\b[^>]*?(?:src|href)="\/([^"]+\.js)"/g;
/** Not `import(`, which comes later. Rollup writes all of them with double quotes. */
const importedByScript = /\b(?:from|import)\s*"([^"]+\.js)"/g;

function firstScripts(): string[] {
  const scripts = new Set<string>();
  const add = (path: string): void => {
    if (scripts.has(path)) return;
    scripts.add(path);
    const text = readFileSync(join(dist, path), 'utf8');
    for (const [, imported = ''] of text.matchAll(importedByScript)) add(`assets/${basename(imported)}`);
  };
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  for (const [, path = ''] of page.matchAll(namedByPage)) add(path);
  return [...scripts];
}

describe('the first load', () => {
  it(`takes at most ${bytesMax} bytes of compressed script`, () => {
    const sizes = firstScripts().map((path) => ({
      path,
      bytes: brotliCompressSync(readFileSync(join(dist, path))).length,
    }));
    const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    console.log(`first load: ${total} bytes of script as br`, sizes);
    expect(sizes.length).toBeGreaterThan(0);
    expect(total).toBeLessThanOrEqual(bytesMax);
  });
});

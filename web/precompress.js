// Writes each file of a built client that is text once more as Brotli (.br) and gzip (.gz), wherever that is
// smaller, for the server to send as they are. Run as a script: node precompress.js FOLDER
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const isText = /\.(html|js|mjs|css|svg|json|txt)$/;

/** Once per build, so both work as hard as they can. */
const codings = {
  br: (/** @type {Buffer} */ bytes) =>
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gz: (/** @type {Buffer} */ bytes) => gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

const folder = process.argv[2];
if (!folder) throw new Error('usage: node precompress.js FOLDER');

for (const name of readdirSync(folder, { encoding: 'utf8', recursive: true })) {
  const path = join(folder, name);
  if (!isText.test(name) || !statSync(path).isFile()) continue;
  const bytes = readFileSync(path);
  for (const [extension, compress] of Object.entries(codings)) {
    const compressed = compress(bytes);
    if (compressed.length < bytes.length) writeFileSync(`${path}.${extension}`, compressed);
  }
}

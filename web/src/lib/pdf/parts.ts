// What PDF.js asks for while it reads, each a file of ours that is fetched only then: maps of characters for
// documents in Chinese, Japanese and Korean that name one without holding it, two fonts of signs that every
// reader of PDF has to bring, and the decoder of JPEG 2000 pictures.
import { fetchAsset } from '$lib/api/asset';

/** The maps that a PDF may name (ISO 32000, 9.7.5.2); those of UTF-8 and UTF-32 are not among them. */
const maps = import.meta.glob<string>(
  ['/node_modules/pdfjs-dist/cmaps/*.bcmap', '!**/*-UTF8-*', '!**/*-UTF32-*'],
  { query: '?url', import: 'default', eager: true },
);
const others = import.meta.glob<string>(
  [
    '/node_modules/pdfjs-dist/standard_fonts/Foxit{Symbol,Dingbats}.pfb',
    '/node_modules/pdfjs-dist/wasm/openjpeg.wasm',
  ],
  { query: '?url', import: 'default', eager: true },
);

export class CharacterMaps {
  async fetch({ name }: { name: string }): Promise<{ cMapData: Uint8Array; isCompressed: boolean }> {
    return { cMapData: await fetchNamed(maps, `${name}.bcmap`), isCompressed: true };
  }
}

/** Fonts and decoders alike. */
export class OtherParts {
  fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    return fetchNamed(others, filename);
  }
}

async function fetchNamed(files: Record<string, string>, name: string): Promise<Uint8Array> {
  const url = Object.entries(files).find(([path]) => path.endsWith(`/${name}`))?.[1];
  if (url === undefined) throw new Error(`${name} is not among the parts of PDF.js that we bring`);
  return fetchAsset(url);
}

// Citations: places in documents, written `name.pdf#page=3` or `name.md`, and `[name.pdf#page=3]` inside an
// answer.
//
// A marker becomes a link only when it is, letter for letter, a citation that the server sent as a source.
// Anything else in brackets stays the text it is, so an answer cannot invent a link.
import { t } from '$lib/i18n/i18n.svelte';

export interface Place {
  name: string; // the document, as the server knows it
  page: number | null;
}

export function readPlace(citation: string): Place {
  const match = /^(.+)#page=(\d{1,6})$/s.exec(citation);
  const [, name, page] = match ?? [];
  return name === undefined ? { name: citation, page: null } : { name, page: Number(page) };
}

/** How a reader is told of the place. */
export function describePlace(citation: string): string {
  const { name, page } = readPlace(citation);
  return page === null ? name : t('source.page', { name, page: String(page) });
}

/**
 * Where the server keeps the document. Each part of the name is encoded, so `%`, `?` and `#` stay part of it.
 */
export function documentPath(citation: string): string {
  return '/content/' + readPlace(citation).name.split('/').map(encodeURIComponent).join('/');
}

/** The same with the page, for a tab of its own. */
export function documentLink(citation: string): string {
  const { page } = readPlace(citation);
  return documentPath(citation) + (page === null ? '' : `#page=${page}`);
}

/** The known citation whose marker starts at `at`, or nothing. */
export function markerAt(text: string, at: number, known: readonly string[]): string | undefined {
  if (text[at] !== '[') return undefined;
  return known.find((name) => text.startsWith(name, at + 1) && text[at + 1 + name.length] === ']');
}

/**
 * The marker at `at` that names a place but none of the known: an answer that names what nobody sent. With
 * its brackets.
 */
export function unknownMarkerAt(text: string, at: number): string | undefined {
  if (text[at] !== '[') return undefined;
  return unknownMarker.exec(text.slice(at, at + unknownMarkerCharsMax))?.[0];
}

const unknownMarkerCharsMax = 300;
/** Not before `(`, where it would be a link. */
const unknownMarker = /^\[[^[\]\n]+\.(?:pdf|x?html?|md|markdown|txt|text)(?:#page=\d{1,6})?\](?!\()/i;

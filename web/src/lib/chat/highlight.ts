// The colours of code: its words with what they are, told by the library that knows the languages. Both the
// library and each language are loaded when a code wants them first.
import type { Span } from './highlighter';

export type { Span };

/** Longer code would hold up the page; it stays as it is. */
const charsMax = 30_000;

/** The words in order, or nothing when nobody knows the language. */
export async function highlight(code: string, language: string): Promise<Span[] | null> {
  if (language === '' || code.length > charsMax) return null;
  try {
    const { colour } = await import('./highlighter');
    return await colour(code, language.toLowerCase());
  } catch {
    return null; // not loaded: code is as readable without colours
  }
}

// Where the server of the documents stands, for the links of a component and of all within it.
//
// Empty is the page's own origin, which needs nothing; a chat in a page of another site says it once.
import { getContext, setContext } from 'svelte';

const key = Symbol('server');

export function serveFrom(server: string): void {
  setContext(key, server);
}

export function serverOf(): string {
  return getContext<string | undefined>(key) ?? '';
}

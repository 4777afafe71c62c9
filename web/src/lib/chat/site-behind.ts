// Which site a link leads to, for its reader to see before they press it.
import type { Inline } from './inline';

/**
 * Nothing when the words of the link are its address, because then they say so themselves. Words that merely
 * occur in the address say nothing: `bank.example` also occurs in `https://other.example/?bank.example`.
 */
export function siteBehind({ children, address }: Extract<Inline, { kind: 'link' }>): string {
  const [words] = children;
  const isAddress = children.length === 1 && words?.kind === 'text' && isWritten(words.text, address);
  return isAddress ? '' : address.replace(/^https?:\/\/(?:[^/?#]*@)?([^/?#]*).*|^mailto:([^?]*).*/is, '$1$2');
}

/** As a whole, or without its scheme and the slash at its end. A user before the site looks like one. */
function isWritten(words: string, address: string): boolean {
  if (/^https?:\/\/[^/?#]*@/i.test(address)) return false;
  const short = (each: string): string => each.replace(/^(?:https?:\/\/|mailto:)/i, '').replace(/\/$/, '');
  return words === address || short(words) === short(address);
}

// What a key means in a box for a question. Shift+Enter starts a line, and an input method keeps its keys.

export function meaningOf(event: KeyboardEvent): 'ask' | 'cancel' | null {
  // Safari ends the composing before the key that ended it comes, which then has only the old key code.
  if (event.isComposing || event.keyCode === 229) return null;
  if (event.key === 'Escape') return 'cancel';
  return event.key === 'Enter' && !event.shiftKey ? 'ask' : null;
}

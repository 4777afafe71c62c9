// How long a question may be.

/** What a server takes as one message (docs/protocol.md). */
const questionBytesMax = 64 * 1024;

/** How many characters too long the question is, as it would be sent; 0 when it fits. */
export function charsBeyondLimit(question: string): number {
  const sent = question.trim();
  if (sent.length * 3 <= questionBytesMax) return 0; // no character takes more
  const { read } = new TextEncoder().encodeInto(sent, new Uint8Array(questionBytesMax));
  return sent.length - read;
}

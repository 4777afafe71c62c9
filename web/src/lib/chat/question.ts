// How long a question may be, or any other message.

/** What a server takes as one message (docs/protocol.md). */
const messageBytesMax = 64 * 1024;

/** How many characters too long the message is, as it would be sent; 0 when it fits. */
export function charsBeyondLimit(message: string): number {
  const sent = message.trim();
  if (sent.length * 3 <= messageBytesMax) return 0; // no character takes more
  const { read } = new TextEncoder().encodeInto(sent, new Uint8Array(messageBytesMax));
  return sent.length - read;
}

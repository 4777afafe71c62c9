// Names conversations: 128 random bits; `randomUUID` is not there on a page without TLS.

export function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

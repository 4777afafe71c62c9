// Bytes of a document to text: the byte order mark decides, then the declared charset, then UTF-8 if the
// bytes are valid UTF-8, then windows-1252, which any bytes are.

export function decodeText(bytes: ArrayBuffer, mediaType: string): string {
  const declared = /charset="?([\w.:-]+)/.exec(mediaType)?.[1];
  for (const charset of [byteOrderMark(bytes), declared, 'utf-8']) {
    const text = charset === undefined ? undefined : tryDecode(bytes, charset);
    if (text !== undefined) return text;
  }
  return new TextDecoder('windows-1252').decode(bytes);
}

/** A page may name its charset itself, near its start. */
export function decodeHtml(bytes: ArrayBuffer, mediaType: string): string {
  const start = new TextDecoder('windows-1252').decode(bytes.slice(0, 1024));
  const named = /<meta[^>]{0,200}charset=["']?([\w.:-]+)/i.exec(start)?.[1];
  const said = mediaType.includes('charset=') || named === undefined;
  return decodeText(bytes, said ? mediaType : `charset=${named}`);
}

function byteOrderMark(bytes: ArrayBuffer): string | undefined {
  const [first, second] = new Uint8Array(bytes.slice(0, 2));
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

function tryDecode(bytes: ArrayBuffer, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined; // no such charset, or bytes it does not allow
  }
}

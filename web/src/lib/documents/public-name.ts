// The name that the server gives a file (src/ingest/public_name.hpp): is there one already?

export function publicName(fileName: string): string {
  return fileName
    .normalize('NFC')
    .replace(/-?[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replace(/-(?=\.[^.]*$)/, '')
    .replace(/^[-.]+|[-.]+$/g, '');
}

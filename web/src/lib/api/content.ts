// Fetches a source document for the preview. Never throws; a refusal is a sentence for the reader.
import { t } from '$lib/i18n/i18n.svelte';
import { readRefusal } from './events';

export interface Document {
  bytes: ArrayBuffer;
  mediaType: string; // lower case, with its parameters
}

export type Fetched = { ok: true; document: Document } | { ok: false; message: string };

/** A preview is held in memory whole; anything larger is better opened in a tab of its own. */
const previewBytesMax = 64 * 1024 * 1024;

export async function fetchDocument(path: string, stop: AbortSignal): Promise<Fetched> {
  try {
    const response = await fetch(path, { signal: stop });
    if (!response.ok) {
      return { ok: false, message: readRefusal(response.status, await response.text()).message };
    }
    if (Number(response.headers.get('Content-Length') ?? 0) > previewBytesMax) {
      await response.body?.cancel();
      return { ok: false, message: t('source.tooLarge') };
    }
    const mediaType = (response.headers.get('Content-Type') ?? '').toLowerCase();
    return { ok: true, document: { bytes: await response.arrayBuffer(), mediaType } };
  } catch {
    return { ok: false, message: t('source.notFetched') };
  }
}

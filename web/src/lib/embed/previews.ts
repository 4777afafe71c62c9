// What a chat in a page of another site shows of a document.
//
// Text and Markdown. HTML would need a frame and PDF a worker, which that page's policy forbids as a rule, so
// those open in a tab of their own.
import { fetchDocument, type Fetched } from '$lib/api/content';
import { kindOf, type PreviewTools } from '$lib/chat/source-view.svelte';
import { t } from '$lib/i18n/i18n.svelte';

export function previewsFrom(server: () => string): PreviewTools {
  return {
    fetchDocument: async (path, stop) => {
      if (!isShown(path, '')) return inTab();
      const fetched = await fetchDocument(server() + path, stop);
      return !fetched.ok || isShown(path, fetched.document.mediaType) ? fetched : inTab();
    },
    makeHtml: () => '',
    readPdf: () => Promise.resolve({ ok: false, problem: 'damaged' }),
    canShowPdf: () => false,
  };
}

function isShown(path: string, mediaType: string): boolean {
  const kind = kindOf(path, mediaType);
  return kind !== 'html' && kind !== 'pdf';
}

function inTab(): Fetched {
  return { ok: false, message: t('embed.openInTab') };
}

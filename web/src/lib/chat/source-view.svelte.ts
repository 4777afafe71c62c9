// The cited place that is open beside the conversation: which one, and how far its preview has come.
//
// Blob URLs made here are given back when another place is opened or the panel is closed.
import type { Document, Fetched } from '$lib/api/content';
import { documentPath, readPlace } from './citations';
import { decodeHtml, decodeText } from './decode';
import { locateMarks, type Mark } from './locate';
import type { Marked } from './preview-html';

export interface Cited {
  citation: string;
  passages: string[];
  quotes: string[]; // the words of the passages that the answer stands on
}

export type Preview =
  | { kind: 'loading' }
  | { kind: 'pdf' | 'html'; url: string }
  | { kind: 'text'; text: string; marks: Mark[] }
  | { kind: 'none'; reason: string };

export type PreviewEvent =
  { type: 'opened'; cited: Cited } | { type: 'previewed'; preview: Preview } | { type: 'closed' };

export interface PreviewTools {
  fetchDocument: (path: string, stop: AbortSignal) => Promise<Fetched>;
  makeHtml: (html: string, marked: Marked) => string;
  canShowPdf: () => boolean;
}

/** More text than this, or more HTML, takes the browser seconds to lay out. */
const textCharsMax = 2_000_000;
const tooLong = { kind: 'none', reason: 'This document is too long for a preview.' } as const;

export class SourceView {
  cited = $state.raw<Cited | null>(null);
  preview = $state.raw<Preview>({ kind: 'loading' });

  readonly #tools: PreviewTools;
  #loading = new AbortController();

  constructor(tools: PreviewTools) {
    this.#tools = tools;
  }

  async open(cited: Cited): Promise<void> {
    this.apply({ type: 'opened', cited });
    const loading = new AbortController();
    this.#loading = loading;
    const fetched = await this.#tools.fetchDocument(documentPath(cited.citation), loading.signal);
    if (loading.signal.aborted) return;
    const preview = fetched.ok
      ? this.#makePreview(cited, fetched.document)
      : ({ kind: 'none', reason: fetched.message } as const);
    this.apply({ type: 'previewed', preview });
  }

  close(): void {
    this.apply({ type: 'closed' });
  }

  apply(event: PreviewEvent): void {
    switch (event.type) {
      case 'opened':
        this.#letGo();
        this.cited = event.cited;
        this.preview = { kind: 'loading' };
        break;
      case 'previewed':
        this.preview = event.preview;
        break;
      case 'closed':
        this.#letGo();
        this.cited = null;
        break;
      default:
        event satisfies never;
    }
  }

  #makePreview({ citation, passages, quotes }: Cited, { bytes, mediaType }: Document): Preview {
    const { name, page } = readPlace(citation);
    switch (kindOf(name, mediaType)) {
      case 'pdf':
        if (!this.#tools.canShowPdf()) {
          return { kind: 'none', reason: 'This browser does not show PDF documents inside a page.' };
        }
        return { kind: 'pdf', url: blobUrl(bytes, 'application/pdf') + pdfView(page) };
      case 'html': {
        const html = decodeHtml(bytes, mediaType);
        if (html.length > textCharsMax) return tooLong;
        const copy = this.#tools.makeHtml(html, { passages, quotes });
        return { kind: 'html', url: blobUrl(copy, 'text/html;charset=utf-8') + '#cited' };
      }
      case 'text': {
        const text = decodeText(bytes, mediaType);
        if (text.length > textCharsMax) return tooLong;
        return { kind: 'text', text, marks: locateMarks(text, passages, quotes) };
      }
      case 'other':
        return { kind: 'none', reason: 'There is no preview for this kind of document.' };
    }
  }

  #letGo(): void {
    this.#loading.abort();
    if ('url' in this.preview) URL.revokeObjectURL(this.preview.url.replace(/#.*$/, ''));
  }
}

/** The name decides, because servers know fewer types than people have endings; then what the server says. */
export function kindOf(name: string, mediaType: string): 'pdf' | 'html' | 'text' | 'other' {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (ending === 'pdf') return 'pdf';
  if (['html', 'htm', 'xhtml'].includes(ending)) return 'html';
  if (['md', 'markdown', 'txt', 'text'].includes(ending)) return 'text';
  if (mediaType.startsWith('application/pdf')) return 'pdf';
  if (mediaType.startsWith('text/html')) return 'html';
  if (mediaType.startsWith('text/')) return 'text';
  return 'other';
}

/** Open parameters of PDF viewers: the page, and no column of thumbnails beside it. */
function pdfView(page: number | null): string {
  return `#page=${page ?? 1}&navpanes=0&pagemode=none`;
}

function blobUrl(content: BlobPart, type: string): string {
  return URL.createObjectURL(new Blob([content], { type }));
}

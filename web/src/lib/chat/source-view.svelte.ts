// The cited place that is open beside the conversation: which one, and how far its preview has come.
//
// The document is kept while it is open, so that another place in it is shown at once. Blob URLs made here
// are given back when another place is opened or the panel is closed.
import type { Document, Fetched } from '$lib/api/content';
import { t } from '$lib/i18n/i18n.svelte';
import { documentPath, readPlace } from './citations';
import { decodeHtml, decodeText } from './decode';
import { locateMarks, type Mark } from './locate';
import type { Marked } from './mark-words';
import { PdfView, type PdfRead } from './pdf-view.svelte';

export interface Cited {
  citation: string;
  passages: string[];
  quotes: string[]; // the words of the passages that the answer stands on
}

export type Preview =
  | { kind: 'loading' }
  | { kind: 'pdf'; view: PdfView }
  | { kind: 'viewer'; url: string; reason: string } // the browser's own viewer of PDF, and why it is that
  | { kind: 'html'; url: string }
  | { kind: 'markdown'; text: string; marked: Marked }
  | { kind: 'text'; text: string; marks: Mark[] }
  | { kind: 'none'; reason: string };

export type PreviewEvent =
  { type: 'opened'; cited: Cited } | { type: 'previewed'; preview: Preview } | { type: 'closed' };

export interface PreviewTools {
  fetchDocument: (path: string, stop: AbortSignal) => Promise<Fetched>;
  makeHtml: (html: string, marked: Marked) => string;
  readPdf: (bytes: ArrayBuffer) => Promise<PdfRead>;
  canShowPdf: () => boolean;
}

/** A document that was fetched and read, whatever is marked in it. */
type Held =
  | { kind: 'pdf'; view: PdfView }
  | { kind: 'unread pdf'; file: Blob; reason: string }
  | { kind: 'html' | 'markdown' | 'text'; text: string }
  | { kind: 'none'; reason: string };

/** More text than this, or more HTML, takes the browser seconds to lay out. */
const textCharsMax = 2_000_000;
/** Markdown becomes many elements. */
const markdownCharsMax = 200_000;

export class SourceView {
  cited = $state.raw<Cited | null>(null);
  preview = $state.raw<Preview>({ kind: 'loading' });

  readonly #tools: PreviewTools;
  #loading = new AbortController();
  #held: { path: string; document: Held } | null = null;

  constructor(tools: PreviewTools) {
    this.#tools = tools;
  }

  async open(cited: Cited): Promise<void> {
    const path = documentPath(cited.citation);
    if (this.#held?.path !== path) this.#release();
    this.apply({ type: 'opened', cited });
    if (!this.#held) {
      const document = await this.#load(path, readPlace(cited.citation).name);
      if (!document) return;
      this.#held = { path, document };
    }
    const { document } = this.#held;
    if (document.kind === 'none') this.#held = null; // the next citation of it tries again
    this.apply({ type: 'previewed', preview: this.#previewOf(document, cited) });
  }

  close(): void {
    this.#release();
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

  /** Nothing when another place was opened meanwhile, or none. */
  async #load(path: string, name: string): Promise<Held | null> {
    const { signal } = (this.#loading = new AbortController());
    const fetched = await this.#tools.fetchDocument(path, signal);
    if (signal.aborted) return null;
    const held: Held = fetched.ok
      ? await this.#read(name, fetched.document)
      : { kind: 'none', reason: fetched.message };
    if (!signal.aborted) return held;
    if (held.kind === 'pdf') held.view.file.close();
    return null;
  }

  async #read(name: string, { bytes, mediaType }: Document): Promise<Held> {
    const kind = kindOf(name, mediaType);
    switch (kind) {
      case 'pdf':
        return this.#readPdf(bytes);
      case 'html':
        return orTooLong(kind, decodeHtml(bytes, mediaType));
      case 'markdown':
      case 'text': {
        const text = decodeText(bytes, mediaType);
        return orTooLong(text.length > markdownCharsMax ? 'text' : kind, text);
      }
      case 'other':
        return { kind: 'none', reason: t('source.noPreview') };
    }
  }

  /** Reading takes the bytes away, so the browser's viewer gets a copy. */
  async #readPdf(bytes: ArrayBuffer): Promise<Held> {
    const file = new Blob([bytes], { type: 'application/pdf' });
    const read = await this.#tools.readPdf(bytes);
    if (read.ok) return { kind: 'pdf', view: new PdfView(read.file) };
    const reason = t(`source.${read.problem}`);
    return this.#tools.canShowPdf() ? { kind: 'unread pdf', file, reason } : { kind: 'none', reason };
  }

  #previewOf(document: Held, { citation, passages, quotes }: Cited): Preview {
    const marked = { passages, quotes };
    const page = readPlace(citation).page ?? 1;
    switch (document.kind) {
      case 'pdf':
        document.view.apply({ type: 'cited', cited: { page, ...marked } });
        return document;
      case 'unread pdf':
        return { kind: 'viewer', url: blobUrl(document.file) + pdfView(page), reason: document.reason };
      case 'html': {
        const copy = this.#tools.makeHtml(document.text, marked);
        return {
          kind: 'html',
          url: blobUrl(new Blob([copy], { type: 'text/html;charset=utf-8' })) + '#cited',
        };
      }
      case 'markdown':
        return { kind: 'markdown', text: document.text, marked };
      case 'text':
        return { kind: 'text', text: document.text, marks: locateMarks(document.text, passages, quotes) };
      case 'none':
        return document;
    }
  }

  #letGo(): void {
    if ('url' in this.preview) URL.revokeObjectURL(this.preview.url.replace(/#.*$/, ''));
  }

  #release(): void {
    this.#loading.abort();
    if (this.#held?.document.kind === 'pdf') this.#held.document.view.file.close();
    this.#held = null;
  }
}

/** The name decides, because servers know fewer types than people have endings; then what the server says. */
export function kindOf(name: string, mediaType: string): 'pdf' | 'html' | 'markdown' | 'text' | 'other' {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (ending === 'pdf') return 'pdf';
  if (['html', 'htm', 'xhtml'].includes(ending)) return 'html';
  if (['md', 'markdown'].includes(ending)) return 'markdown';
  if (['txt', 'text'].includes(ending)) return 'text';
  if (mediaType.startsWith('application/pdf')) return 'pdf';
  if (mediaType.startsWith('text/html')) return 'html';
  if (mediaType.startsWith('text/markdown')) return 'markdown';
  if (mediaType.startsWith('text/')) return 'text';
  return 'other';
}

function orTooLong(kind: 'html' | 'markdown' | 'text', text: string): Held {
  return text.length > textCharsMax ? { kind: 'none', reason: t('source.tooLong') } : { kind, text };
}

/** Open parameters of PDF viewers: the page, and no column of thumbnails beside it. */
function pdfView(page: number): string {
  return `#page=${page}&navpanes=0&pagemode=none`;
}

function blobUrl(content: Blob): string {
  return URL.createObjectURL(content);
}

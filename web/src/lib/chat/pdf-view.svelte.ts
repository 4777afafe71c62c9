// An open PDF document: which of its pages is shown, how large, and what is marked on it.
import type { Marked } from './mark-words';

/** The width that is there for a page, in CSS pixels, and how many times wider than that it is drawn. */
export interface PageSize {
  width: number;
  zoom: number;
}

/** A page as a picture, and its words to be laid over it: to be marked, copied and read out. */
export interface DrawnPage {
  canvas: HTMLCanvasElement;
  words: HTMLElement;
}

export interface PdfFile {
  readonly pageCount: number;
  /** Rejects when the page cannot be drawn, and when `stop` was told. */
  draw(page: number, size: PageSize, stop: AbortSignal): Promise<DrawnPage>;
  close(): void;
}

export type PdfRead = { ok: true; file: PdfFile } | { ok: false; problem: 'protected' | 'damaged' };

/** From 1: pages are counted as people do. */
export interface CitedPage extends Marked {
  page: number;
}

export type PdfViewEvent =
  { type: 'cited'; cited: CitedPage } | { type: 'turned'; by: 1 | -1 } | { type: 'zoomed'; by: 1 | -1 };

const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];

export class PdfView {
  readonly file: PdfFile;
  page = $state(1);
  zoom = $state(1);
  cited = $state.raw<CitedPage>({ page: 1, passages: [], quotes: [] });

  readonly isFirst = $derived(this.page <= 1);
  readonly isLast = $derived.by(() => this.page >= this.file.pageCount);
  readonly isSmallest = $derived(this.zoom === zooms[0]);
  readonly isLargest = $derived(this.zoom === zooms.at(-1));
  /** What to mark on the page that is shown. */
  readonly marked = $derived(this.page === this.cited.page ? this.cited : null);
  /** A citation can name a page that this file does not have, when the file was replaced. */
  readonly lacksCited = $derived.by(() => this.cited.page > this.file.pageCount);

  constructor(file: PdfFile) {
    this.file = file;
  }

  apply(event: PdfViewEvent): void {
    switch (event.type) {
      case 'cited':
        this.cited = event.cited;
        this.page = this.#within(event.cited.page);
        break;
      case 'turned':
        this.page = this.#within(this.page + event.by);
        break;
      case 'zoomed':
        this.zoom = zooms[zooms.indexOf(this.zoom) + event.by] ?? this.zoom;
        break;
      default:
        event satisfies never;
    }
  }

  #within(page: number): number {
    return Math.min(Math.max(page, 1), this.file.pageCount);
  }
}

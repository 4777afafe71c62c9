// A PDF document that can be drawn page by page. Only the files of this folder know PDF.js.
//
// Loaded when the first PDF is opened. The document is read in a worker from our own origin, one for each
// document, which ends with it. Nothing is compiled from text and nothing is fetched from elsewhere: links,
// forms and scripts of the document are left out, and it is drawn as a picture with its words above it.
import { getDocument, PDFWorker, TextLayer, VerbosityLevel } from 'pdfjs-dist';
import type { PDFDocumentProxy, PageViewport } from 'pdfjs-dist';
import PdfJsWorker from 'pdfjs-dist/build/pdf.worker.mjs?worker';
import type { DrawnPage, PageSize, PdfFile, PdfRead } from '$lib/chat/pdf-view.svelte';
import { CharacterMaps, OtherParts } from './parts';

/** More pixels than this make phones give up; a page is then drawn coarser. */
const canvasPixelsMax = 16 * 1024 * 1024;

export async function readPdf(bytes: ArrayBuffer): Promise<PdfRead> {
  const port = new PdfJsWorker();
  const worker = PDFWorker.create({ port, verbosity: VerbosityLevel.ERRORS });
  const release = (): void => {
    worker.destroy();
    port.terminate();
  };
  // A worker that cannot start says nothing to PDF.js, which would wait for it for ever.
  const broken = new Promise<never>((_, reject) => port.addEventListener('error', reject));
  try {
    const task = getDocument({
      data: new Uint8Array(bytes),
      worker,
      isEvalSupported: false,
      enableXfa: false,
      verbosity: VerbosityLevel.ERRORS,
      useSystemFonts: true,
      useWorkerFetch: false,
      CMapReaderFactory: CharacterMaps,
      StandardFontDataFactory: OtherParts,
      WasmFactory: OtherParts,
    });
    return { ok: true, file: new OpenPdf(await Promise.race([task.promise, broken]), release) };
  } catch (problem) {
    release();
    return { ok: false, problem: nameOf(problem) === 'PasswordException' ? 'protected' : 'damaged' };
  }
}

class OpenPdf implements PdfFile {
  readonly pageCount: number;
  readonly #document: PDFDocumentProxy;
  readonly #release: () => void;

  constructor(document: PDFDocumentProxy, release: () => void) {
    this.pageCount = document.numPages;
    this.#document = document;
    this.#release = release;
  }

  async draw(number: number, { width, zoom }: PageSize, stop: AbortSignal): Promise<DrawnPage> {
    const page = await this.#document.getPage(number);
    const scale = (width / page.getViewport({ scale: 1 }).width) * zoom;
    const viewport = page.getViewport({ scale });
    const { canvas, sharpness } = makeCanvas(viewport);
    const words = makeWords(viewport);
    stop.throwIfAborted();

    const picture = page.render({ canvas, viewport, transform: [sharpness, 0, 0, sharpness, 0, 0] });
    const text = new TextLayer({ textContentSource: page.streamTextContent(), container: words, viewport });
    stop.addEventListener('abort', () => {
      picture.cancel();
      text.cancel();
    });
    await Promise.all([picture.promise, text.render()]);
    page.cleanup();
    return { canvas, words };
  }

  close(): void {
    void this.#document.destroy().finally(this.#release);
  }
}

function makeCanvas(viewport: PageViewport): { canvas: HTMLCanvasElement; sharpness: number } {
  const pixels = viewport.width * viewport.height;
  const sharpness = Math.min(window.devicePixelRatio, Math.sqrt(canvasPixelsMax / pixels));
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(viewport.width * sharpness);
  canvas.height = Math.floor(viewport.height * sharpness);
  canvas.style.width = `${Math.floor(viewport.width)}px`;
  canvas.style.height = `${Math.floor(viewport.height)}px`;
  canvas.ariaHidden = 'true';
  return { canvas, sharpness };
}

function makeWords(viewport: PageViewport): HTMLElement {
  const words = document.createElement('div');
  words.className = 'words';
  words.style.setProperty('--total-scale-factor', String(viewport.scale));
  return words;
}

function nameOf(problem: unknown): string {
  return problem instanceof Error ? problem.name : '';
}

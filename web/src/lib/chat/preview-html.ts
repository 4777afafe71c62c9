// Makes a harmless copy of an HTML document for the preview: its text and structure, without scripts, styles,
// links, forms and pictures from elsewhere, and with the cited words marked.
//
// The frame that shows it is sandboxed as well; this is so that nothing is even asked for.
import { markWords, type Marked } from './mark-words';

const kept = new Set(
  (
    'a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del details ' +
    'dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark nav ' +
    'ol p pre q rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot th ' +
    'thead time tr u ul var wbr'
  ).split(' '),
);
const keptAttributes = new Set(['colspan', 'rowspan', 'scope', 'lang', 'dir', 'start', 'reversed']);
/** Dropped with all they hold; any other unknown element leaves its text behind. */
const dropped =
  'script, style, link, meta, base, title, template, noscript, iframe, frame, object, embed, svg, math, ' +
  'audio, video, canvas, select, textarea, button';

export function makeHtmlPreview(html: string, marked: Marked, stylesheet: string): string {
  const source = readInert(html);
  const preview = document.implementation.createHTMLDocument('Preview');
  preview.documentElement.lang = languageOf(html);
  addHead(preview, 'meta', { charset: 'utf-8' });
  addHead(preview, 'link', { rel: 'stylesheet', href: stylesheet });

  source.querySelectorAll(dropped).forEach((element) => element.remove());
  copyChildren(source, preview.body);
  markWords(preview.body, marked)?.setAttribute('id', 'cited');
  return '<!doctype html>' + preview.documentElement.outerHTML;
}

/** The language that the document names. Looked for near its start only, where it has to stand. */
export function languageOf(html: string): string {
  return /<html[^<>]*\slang=["']?([\w-]+)/i.exec(html.slice(0, 1024))?.[1] ?? '';
}

/**
 * Renames the attributes that hold handlers. A tag ends at `>` or with the document, so every character is
 * looked at once, whatever is left open.
 */
export function withoutHandlers(html: string): string {
  return html.replace(/<[a-z][^>]*/gi, (tag) => tag.replace(/([\s"'/])on[a-z]+\s*=/gi, '$1data-off='));
}

/**
 * Parses without running or fetching anything. A template, because for a whole document Chromium reports
 * every style as a breach of the page's policy; handlers it reports even here, so they lose their names.
 */
function readInert(html: string): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = withoutHandlers(html);
  return template.content;
}

function addHead(page: globalThis.Document, name: string, attributes: Record<string, string>): void {
  const element = page.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  page.head.append(element);
}

/**
 * Deep documents are walked with a list, not with calls: nesting is the author's choice, the stack is ours.
 */
function copyChildren(from: Node, to: Element): void {
  const pending: [Node, Element][] = [[from, to]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [source, target] = next;
    for (const child of source.childNodes) {
      if (child instanceof Text) {
        target.append(child.data);
      } else if (child instanceof HTMLImageElement) {
        if (child.alt) target.append(`[${child.alt}]`);
      } else if (child instanceof Element) {
        pending.push([child, copyElement(child, target)]);
      }
    }
  }
}

function copyElement(source: Element, target: Element): Element {
  const name = source.localName;
  const copy = target.ownerDocument.createElement(kept.has(name) ? name : 'span');
  for (const { name: key, value } of source.attributes) {
    if (keptAttributes.has(key)) copy.setAttribute(key, value);
  }
  target.append(copy);
  return copy;
}

// Marks cited words inside elements that are already there: a copy of an HTML document, a rendered Markdown
// document, the words over a page of a PDF.
import { locateMarks, marksWithin, type Mark } from './locate';

/** What to mark: the passages that were read, and what an answer quotes of them. */
export interface Marked {
  passages: readonly string[];
  quotes: readonly string[];
}

/** The first quote is what to bring into view, or the first passage when nothing is quoted. */
export function markWords(root: HTMLElement, { passages, quotes }: Marked): Element | null {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: { node: Text; begin: number }[] = [];
  let text = '';
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text)) continue;
    nodes.push({ node, begin: text.length });
    text += node.data;
  }
  const marks = locateMarks(text, passages, quotes);
  for (const { node, begin } of nodes) {
    const inside = marksWithin(marks, { begin, end: begin + node.data.length });
    // From the back, so that the places before stay true.
    for (const part of inside.reverse()) {
      if (node.data.slice(part.begin, part.end).trim() !== '') markPart(node, part);
    }
  }
  return firstMark(root);
}

export function firstMark(root: ParentNode): HTMLElement | null {
  return root.querySelector<HTMLElement>('mark') ?? root.querySelector<HTMLElement>('.read');
}

function markPart(node: Text, { begin, end, kind }: Mark): void {
  const part = node.splitText(begin);
  part.splitText(end - begin);
  const around = node.ownerDocument.createElement(kind === 'quoted' ? 'mark' : 'span');
  if (kind === 'read') around.className = 'read';
  part.replaceWith(around);
  around.append(part);
}

// Which citations of a line stay together with the word before them, so that no number begins a line alone.
import type { Inline } from './inline';

export type Marker = Extract<Inline, { kind: 'citation' }>;

export interface Beside {
  kind: 'beside';
  space: string; // between the word and the first number; may be empty
  markers: Marker[];
  after: string; // the full stop and the like behind the last one
}

/** More numbers than these would not fit a narrow page in one piece. */
const markersMax = 6;

/** The same words and citations in their order; citations are in groups, with the marks that belong there. */
export function groupCitations(nodes: readonly Inline[]): (Exclude<Inline, Marker> | Beside)[] {
  const pieces: (Exclude<Inline, Marker> | Beside)[] = [];
  for (const node of nodes) {
    const before = pieces.at(-1);
    if (node.kind === 'citation') {
      if (before?.kind === 'beside' && before.after === '' && before.markers.length < markersMax) {
        before.markers.push(node);
      } else {
        pieces.push({ kind: 'beside', space: takeSpace(pieces), markers: [node], after: '' });
      }
    } else if (node.kind === 'text' && before?.kind === 'beside') {
      before.after = /^[.,;:!?)\]]+/.exec(node.text)?.[0] ?? '';
      const text = node.text.slice(before.after.length);
      if (text !== '') pieces.push({ kind: 'text', text });
    } else {
      pieces.push(node);
    }
  }
  return pieces;
}

/** The space at the end of the words so far; it is taken from there. */
function takeSpace(pieces: (Exclude<Inline, Marker> | Beside)[]): string {
  const last = pieces.at(-1);
  if (last?.kind !== 'text') return '';
  const words = last.text.replace(/[ \t]+$/, '');
  const space = last.text.slice(words.length);
  if (space !== '') pieces[pieces.length - 1] = { kind: 'text', text: words };
  return space;
}

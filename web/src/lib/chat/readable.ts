// Any JSON as something to read: text, lists, and fields with names, as the steps of a thought process have
// them. What is empty is left out, and what is deep or long is cut: other servers send whole documents here.

export type Readable =
  | { kind: 'text'; text: string }
  | { kind: 'flag'; value: boolean }
  | { kind: 'number'; value: number }
  | { kind: 'list'; items: Readable[]; more: number } // how many are not shown
  | { kind: 'fields'; fields: Field[] }
  | { kind: 'message'; role: string; content: Readable }; // of a prompt

export interface Field {
  name: string;
  value: Readable;
}

const nestingMax = 6;
const itemsMax = 50;
const charsMax = 20_000;
/** Pictures come as text; their start says what they are. */
const dataUriCharsMax = 30;

/** Nothing when there is nothing to read in it. */
export function readable(value: unknown, depth = 0): Readable | null {
  switch (typeof value) {
    case 'string':
      return value.trim() === '' ? null : { kind: 'text', text: shortened(value) };
    case 'boolean':
      return { kind: 'flag', value };
    case 'number':
      return { kind: 'number', value };
    case 'object':
      if (value === null) return null;
      if (depth >= nestingMax) return { kind: 'text', text: '…' };
      return Array.isArray(value)
        ? readList(value, depth)
        : readFields(value as Record<string, unknown>, depth);
    default:
      return null;
  }
}

/** `use_text_search` as it would be written in a sentence. */
export function nameOf(key: string): string {
  const words = key.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function readList(values: unknown[], depth: number): Readable | null {
  const items = values.slice(0, itemsMax).flatMap((value) => readable(value, depth + 1) ?? []);
  return items.length === 0 ? null : { kind: 'list', items, more: Math.max(0, values.length - itemsMax) };
}

function readFields(object: Record<string, unknown>, depth: number): Readable | null {
  const { role, content, ...others } = object;
  const said = readable(content, depth + 1);
  if (typeof role === 'string' && said && Object.keys(others).length === 0) {
    return { kind: 'message', role, content: said };
  }
  const fields = Object.entries(object).flatMap(([key, each]) => {
    const value = readable(each, depth + 1);
    return value ? [{ name: nameOf(key), value }] : [];
  });
  return fields.length === 0 ? null : { kind: 'fields', fields };
}

function shortened(text: string): string {
  if (/^data:[^,]*;base64,/.test(text)) return `${text.slice(0, dataUriCharsMax)}…`;
  return text.length > charsMax ? `${text.slice(0, charsMax)}…` : text;
}

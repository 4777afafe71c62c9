// Values of the wire as what they should be. JSON from outside may be anything, so each has a way to say no.

export type Fields = Record<string, unknown>;

export function asFields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

export function readObject(text: string): Fields | null {
  try {
    return asFields(JSON.parse(text));
  } catch {
    return null;
  }
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

export function strings(value: unknown): string[] {
  return list(value).filter((item) => typeof item === 'string');
}

/** The objects among the items; others are left out. */
export function objects(value: unknown): Fields[] {
  return list(value)
    .map(asFields)
    .filter((item) => item !== null);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

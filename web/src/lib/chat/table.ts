// The rows of a table in Markdown: cells between bars, and under the first row a line of dashes and colons.

export type Align = 'start' | 'center' | 'end';

/** The cells of a row. A bar after a backslash is part of its cell. */
export function readCells(line: string): string[] {
  const row = line.trim();
  const cells: string[] = [];
  let cell = '';
  for (let at = row.startsWith('|') ? 1 : 0; at < row.length; at++) {
    if (row[at] === '\\' && row[at + 1] === '|') {
      cell += '|';
      at++;
    } else if (row[at] === '|') {
      cells.push(cell.trim());
      cell = '';
    } else {
      cell += row[at];
    }
  }
  if (cell.trim() !== '') cells.push(cell.trim()); // the last bar may be left out
  return cells;
}

/** How the columns below `head` stand, or nothing when `line` is not the second line of a table. */
export function readAligns(head: string, line: string): Align[] | null {
  if (!head.includes('|') || !/^[\s|:-]+$/.test(line)) return null;
  const dashes = readCells(line);
  const isTable = dashes.every((cell) => /^:?-+:?$/.test(cell)) && dashes.length === readCells(head).length;
  return isTable ? dashes.map(alignOf) : null;
}

function alignOf(dashes: string): Align {
  if (!dashes.endsWith(':')) return 'start';
  return dashes.startsWith(':') ? 'center' : 'end';
}

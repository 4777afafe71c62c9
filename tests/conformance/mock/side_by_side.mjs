// Makes many calls at once: a client that waits before it tries again holds up no other.
import { text } from 'node:stream/consumers';

async function makeWave(make, cells, atOnce) {
  const told = [];
  let next = 0;
  async function work() {
    while (next < cells.length) {
      const at = next++;
      told[at] = await make(cells[at]);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  return told;
}

// What `make` tells of each cell on standard input (JSON), on standard output. Cells that may be made as many at
// once are a wave.
export async function makeSideBySide(make) {
  const cells = JSON.parse(await text(process.stdin));
  const told = [];
  for (const atOnce of new Set(cells.map((cell) => cell.at_once))) {
    const wave = cells.filter((cell) => cell.at_once === atOnce);
    told.push(...(await makeWave(make, wave, atOnce)));
  }
  console.log(JSON.stringify(told));
  process.exit(0);
}

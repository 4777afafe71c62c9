// Gives the reader a file that was made here.
import type { ExportFile } from '$lib/history/export';

/** Some browsers read the file only after the click, and a phone may ask first. */
const savedWithinMs = 60_000;

export function download({ name, mediaType, content }: ExportFile): void {
  const url = URL.createObjectURL(new Blob([content], { type: `${mediaType};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), savedWithinMs);
}

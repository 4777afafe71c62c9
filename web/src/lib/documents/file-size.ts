// How large a file is, as the language of the page writes it; a kilobyte has 1024 bytes, as for the server.
import { i18n } from '$lib/i18n/i18n.svelte';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

export function fileSize(bytes: number): string {
  const rank = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  return new Intl.NumberFormat(i18n.language.code, {
    style: 'unit',
    unit: units[rank],
    unitDisplay: rank === 0 ? 'long' : 'short',
    maximumFractionDigits: rank > 1 ? 1 : 0,
  }).format(bytes / 1024 ** rank);
}

// The note on who writes the answers. A server may end each answer with it, for clients that show nothing
// else; here it stands once on the page.
import type { Config } from '$lib/api/config';
import { t } from '$lib/i18n/i18n.svelte';
import type { Block } from './markdown';

/** As this page shows it: the note on extracts in the reader's language, any other in the server's words. */
export function noteOf(config: Config | undefined): string {
  return config?.answerer === 'extracts' ? t('start.extracts') : (config?.note ?? '');
}

/** The blocks without a last paragraph that says what `note` says, letter for letter; never none. */
export function withoutNote(blocks: Block[], note: string): Block[] {
  const last = blocks.length > 1 ? blocks.at(-1) : undefined;
  const [words] = last?.kind === 'paragraph' && last.children.length === 1 ? last.children : [];
  return words?.kind === 'text' && words.text === note ? blocks.slice(0, -1) : blocks;
}

// Why a file is not even sent, in the language of the page.
import { t } from '$lib/i18n/i18n.svelte';
import { fileSize } from './file-size';
import type { Refusal } from './library.svelte';

export function sayRefusal(why: Refusal): string {
  switch (why.type) {
    case 'unknown type':
      return t('documents.unknownType', { known: why.known });
    case 'too large':
      return t('documents.tooLarge', { size: fileSize(why.bytesMax) });
  }
}

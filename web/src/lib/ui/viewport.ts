// Whether panels fit beside the conversation. The style sheets of the page and of SidePanel know the same
// width.
import { MediaQuery } from 'svelte/reactivity';

export const isWide = new MediaQuery('min-width: 64rem', true);

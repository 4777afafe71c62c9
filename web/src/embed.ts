// What a page of another site loads to show <parley-chat> (docs/embedding.md).
//
// Its name has no hash, so that the tag in that page never changes. It is small for that reason: what it
// loads has a hash and is kept for ever.

/** The name of the style sheet takes this place when the client is built (vite.config.ts). */
const styles = '%PARLEY_STYLES%';

void import('$lib/embed/parley-chat').then(({ defineParleyChat }) =>
  defineParleyChat({
    server: new URL(/* @vite-ignore */ '.', import.meta.url).href.replace(/\/$/, ''),
    styles: new URL(/* @vite-ignore */ styles, import.meta.url).href,
  }),
);

import { describe, expect, it } from 'vitest';
import { SourceView, type Preview } from './source-view.svelte';

/** What is shown of a document with this text, and whether it was made into HTML on the way. */
async function preview(name: string, text: string): Promise<{ preview: Preview; made: number }> {
  const bytes = new TextEncoder().encode(text).buffer;
  let made = 0;
  const view = new SourceView({
    fetchDocument: () => Promise.resolve({ ok: true, document: { bytes, mediaType: '' } }),
    makeHtml: (html) => {
      made++;
      return html;
    },
    canShowPdf: () => true,
  });
  await view.open({ citation: name, passages: [], quotes: [] });
  const shown = view.preview;
  view.close();
  return { preview: shown, made };
}

describe('SourceView', () => {
  const longest = 'x'.repeat(2_000_000);

  it.each(['a.html', 'a.txt'])('gives no preview of %s when it is too long', async (name) => {
    expect(await preview(name, longest + 'x')).toEqual({
      preview: { kind: 'none', reason: 'This document is too long for a preview.' },
      made: 0,
    });
  });

  it('gives one of the longest document that is not', async () => {
    expect(await preview('a.html', longest)).toMatchObject({ preview: { kind: 'html' }, made: 1 });
    expect(await preview('a.txt', longest)).toMatchObject({ preview: { kind: 'text' }, made: 0 });
  });
});

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
    readPdf: () => Promise.resolve({ ok: false, problem: 'damaged' }),
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

  it('tries again with the next citation of a document that could not be fetched', async () => {
    let fetched = 0;
    const view = new SourceView({
      fetchDocument: async () =>
        fetched++ === 0
          ? { ok: false, message: 'Not now.' }
          : { ok: true, document: { bytes: new TextEncoder().encode('Five.').buffer, mediaType: '' } },
      makeHtml: (html) => html,
      readPdf: () => Promise.resolve({ ok: false, problem: 'damaged' }),
      canShowPdf: () => true,
    });
    const cited = { citation: 'a.txt', passages: [], quotes: [] };
    await view.open(cited);
    expect(view.preview).toEqual({ kind: 'none', reason: 'Not now.' });
    await view.open(cited);
    expect(view.preview).toMatchObject({ kind: 'text', text: 'Five.' });
  });

  const pdf = () => {
    const closed: string[] = [];
    const fetched: string[] = [];
    const view = new SourceView({
      fetchDocument: (path) => {
        fetched.push(path);
        return Promise.resolve({ ok: true, document: { bytes: new ArrayBuffer(4), mediaType: '' } });
      },
      makeHtml: () => '',
      readPdf: () => {
        const close = () => void closed.push(fetched.at(-1) ?? '');
        return Promise.resolve({ ok: true, file: { pageCount: 9, draw: () => Promise.reject(), close } });
      },
      canShowPdf: () => true,
    });
    const open = (citation: string) => view.open({ citation, passages: [], quotes: [] });
    return { view, open, closed, fetched };
  };
  const pageOf = ({ preview }: SourceView) => (preview.kind === 'pdf' ? preview.view.page : preview.kind);

  it('shows another place of the open document without fetching it again', async () => {
    const { view, open, closed, fetched } = pdf();
    await open('a.pdf#page=2');
    expect(pageOf(view)).toBe(2);
    await open('a.pdf#page=5');
    expect([pageOf(view), fetched, closed]).toEqual([5, ['/content/a.pdf'], []]);
  });

  it('lets a PDF go when another document is opened, and when it is closed', async () => {
    const { view, open, closed } = pdf();
    await open('a.pdf#page=2');
    await open('b.pdf#page=1');
    expect(closed.length).toBe(1);
    view.close();
    expect(closed.length).toBe(2);
  });

  it('shows nothing of a document that comes after the panel was closed', async () => {
    const { view, open, closed } = pdf();
    const late = open('a.pdf#page=2');
    view.close();
    await late;
    expect([view.cited, pageOf(view), closed.length]).toEqual([null, 'loading', 0]);
  });

  it.each([
    ['protected', true, 'viewer'],
    ['damaged', true, 'viewer'],
    ['damaged', false, 'none'],
  ] as const)(
    'tells why a PDF is %s, in the viewer of the browser if it has one',
    async (problem, has, kind) => {
      const view = new SourceView({
        fetchDocument: () =>
          Promise.resolve({ ok: true, document: { bytes: new ArrayBuffer(4), mediaType: '' } }),
        makeHtml: () => '',
        readPdf: () => Promise.resolve({ ok: false, problem }),
        canShowPdf: () => has,
      });
      await view.open({ citation: 'a.pdf#page=2', passages: [], quotes: [] });
      expect(view.preview).toMatchObject({ kind, reason: expect.stringContaining(problem) as string });
      view.close();
    },
  );
});

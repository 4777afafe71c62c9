import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import { Answer } from '$lib/chat/answer.svelte';
import AnswerView from './AnswerView.svelte';

function show(text: string, ...citations: string[]): string {
  const answer = new Answer();
  const sources = citations.map((citation) => ({ citation, passages: [] }));
  answer.apply({ type: 'context', sources, sessionState: null });
  answer.apply({ type: 'delta', text });
  answer.apply({ type: 'end' });
  const props = { answer, note: 'Only quotes.', openCitation: null, onopen: () => undefined, onretry: null };
  return render(AnswerView, { props }).body.replace(/<!--.*?-->/g, '');
}

describe('AnswerView', () => {
  it('shows a known citation as a numbered, named button, here and in the list', () => {
    const html = show('Yes [a.pdf#page=2].', 'a.pdf#page=2');
    expect(html).toMatch(
      /Yes<span[^>]*> <button[^>]*aria-label="Source 1: a.pdf, page 2"[^>]*>1<\/button>\.<\/span>/,
    );
    expect(html).toMatch(/<h3[^>]*>Sources<\/h3>/);
  });

  it('never makes a link of a citation that was not sent, and says so of one that names a document', () => {
    const html = show('No [b.pdf#page=2] [page=2] [1].', 'a.pdf#page=2');
    expect(html.replace(/<[^>]*>/g, '')).toContain('No [b.pdf#page=2] (not among the sources) [page=2] [1].');
    expect(html).not.toContain('aria-label="Source');
  });

  it('has no list of sources when it names none, only what was read', () => {
    const html = show('I do not know.', 'a.pdf#page=2', 'b.md');
    expect(html).not.toContain('Sources</h3>');
    expect(html).toContain('2 places were read; the answer names none of them');
    expect(show('Yes [b.md].', 'a.pdf#page=2', 'b.md')).toContain('1 more place was read');
  });

  it('leaves out the note that the page shows beside the question box, and only that', () => {
    expect(show('Five days [a.md].\n\nOnly quotes.', 'a.md')).not.toContain('Only quotes.');
    expect(show('- Five days\n\nOnly quotes.')).not.toContain('Only quotes.');
    expect(show('Only quotes.')).toContain('Only quotes.');
    expect(show('Only quotes.\n\nFive days')).toContain('Only quotes.');
    expect(show('Five days.\n\nOnly quotes. Or not.')).toContain('Only quotes. Or not.');
  });

  it('shows markup in an answer as text', () => {
    const html = show('<img src=x onerror=alert(1)> **<b>bold</b>** `<i>`');
    expect(html).not.toMatch(/<img|<b>|<i>/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)>');
  });

  it('says where a link leads, unless its words do, and lets the other page know nothing of this one', () => {
    const html = show('[Rules](https://u:p@x.example/r), https://y.example/, ![Map](http://z.example/a.png)');
    const link = (address: string, words: string) =>
      `<a href="${address}" target="_blank" rel="noopener noreferrer nofollow">${words}</a>`;
    expect(html).toContain(link('https://u:p@x.example/r', 'Rules'));
    expect(html).toMatch(/Rules<\/a> <bdi[^>]*>\(x\.example\)<\/bdi>,/);
    expect(html).toContain(`, ${link('https://y.example/', 'https://y.example/')}, <a`);
    expect(html).toMatch(/>Map<\/a> <bdi[^>]*>\(z\.example\)<\/bdi>/);
    expect(html).not.toContain('<img');
  });

  it('shows a table with a named place to scroll it, heads for its columns, and none without words', () => {
    const html = show('| Plan | |\n|---|--:|\n| A | 25 [a.pdf#page=2] |', 'a.pdf#page=2');
    expect(html).toMatch(/<div[^>]*role="group" aria-label="Table" tabindex="0"[^>]*><table/);
    expect(html).toMatch(/<th scope="col"[^>]*>\s*Plan\s*<\/th>\s*<td class="end[^>]*>\s*<\/td>/);
    expect(html).toMatch(/<td class="end[^>]*>25<span[^>]*> <button[^>]*aria-label="Source 1/);
  });

  it('says that a failed answer is incomplete, and tells the request here from that of the model', () => {
    const answer = new Answer();
    answer.apply({ type: 'delta', text: 'Half' });
    const problem = {
      message: 'Busy (status 503, request req_1).',
      code: 'busy',
      requestId: 'r-7',
      retryAfterSeconds: 1.5,
    };
    answer.apply({ type: 'error', problem });
    answer.apply({ type: 'end' });
    const props = {
      answer,
      note: 'Only quotes.',
      openCitation: null,
      onopen: () => undefined,
      onretry: () => undefined,
    };
    const html = render(AnswerView, { props }).body.replace(/<!--.*?-->/g, '');
    expect(html).toMatch(/Half.*This answer is incomplete\..*Busy \(status 503, its request req_1\)\./s);
    expect(html).toMatch(/Try again in 2 s\..*In this server’s log: request r-7.*Retry/s);
  });
});

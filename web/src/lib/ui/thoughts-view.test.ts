import { render } from 'svelte/server';
import { afterEach, describe, expect, it } from 'vitest';
import type { ProcessStep } from '$lib/api/process';
import { Answer } from '$lib/chat/answer.svelte';
import { i18n, languages } from '$lib/i18n/i18n.svelte';
import { english } from '$lib/i18n/languages';
import SendingRow from './SendingRow.svelte';
import StepLine from './StepLine.svelte';
import ThoughtsView from './ThoughtsView.svelte';

async function speak(code: string): Promise<void> {
  await i18n.use(languages.find((each) => each.code === code) ?? english);
}

const written = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

function searched(): Answer {
  const answer = new Answer();
  const step: ProcessStep = {
    step: 'search',
    state: 'done',
    text: 'Found 2 passages',
    elapsedMs: 1250,
    count: 2,
    results: [],
  };
  answer.apply({ type: 'step', step });
  return answer;
}

describe('the steps of an answer', () => {
  afterEach(() => i18n.use(english));

  it('are timed in the words of the page, and it does not say that there is nothing to tell', async () => {
    await speak('de');
    const html = written(render(ThoughtsView, { props: { answer: searched() } }).body);
    expect(html).toContain('1,3 Sek');
    expect(html).not.toContain('Found 2 passages');
    expect(html).not.toContain(i18n.table['thoughts.none']);
  });

  it('are told to be unknown when there are none', () => {
    const html = render(ThoughtsView, { props: { answer: new Answer() } }).body;
    expect(html).toContain('The server tells nothing');
  });

  it('have the numbers of the language while they are done', async () => {
    await speak('de');
    expect(written(render(StepLine, { props: { answer: searched() } }).body)).toContain('1,3 s');
  });

  it('are not the only ones: a file that is sent has them too', async () => {
    await speak('tr');
    const sending = { id: 1, name: 'a.pdf', phase: 'sending', bytes: 200, sent: 84, problem: '' };
    const nothing = () => undefined;
    const props = { sending, onreplace: nothing, ondismiss: nothing } as unknown;
    expect(written(render(SendingRow, { props: props as never }).body)).toContain('%42');
  });
});

// The state of one answer. Only `apply` changes it, one event at a time.
import { makeProblem, type AnswerEvent, type Problem, type Source } from '$lib/api/events';
import { withoutOpenMarker } from './citations';
import { citedIn, readMarkdown } from './markdown';

export type Phase = 'searching' | 'writing' | 'done' | 'stopped' | 'failed';

/** An answer as plain values. One that was under way counts as stopped. */
export interface KeptAnswer {
  end: 'done' | 'stopped' | 'failed';
  text: string;
  sources: Source[];
  problem: Problem | null;
}

export class Answer {
  phase = $state<Phase>('searching');
  text = $state('');
  sources = $state.raw<Source[]>([]);
  problem = $state.raw<Problem | null>(null);

  readonly active = $derived(this.phase === 'searching' || this.phase === 'writing');
  readonly citations = $derived(this.sources.map((source) => source.citation));
  readonly blocks = $derived(
    readMarkdown(this.active ? withoutOpenMarker(this.text, this.citations) : this.text, this.citations),
  );
  readonly cited = $derived(citedIn(this.blocks));
  readonly uncited = $derived(this.citations.filter((citation) => !this.cited.includes(citation)));

  /**
   * `stopped` is the reader's word, the others are the server's. Nothing changes an answer that has ended.
   */
  apply(event: AnswerEvent | { type: 'stopped' }): void {
    if (!this.active) return;
    switch (event.type) {
      case 'context':
        this.sources = event.sources;
        break;
      case 'delta':
        this.text += event.text;
        if (this.text !== '') this.phase = 'writing';
        break;
      case 'error': // the lines after it still count, and the first problem is the one to tell
        this.problem ??= event.problem;
        break;
      case 'end':
        if (this.text === '') this.problem ??= makeProblem('empty', 'The server sent no answer.');
        this.phase = this.problem ? 'failed' : 'done';
        break;
      case 'stopped':
        this.phase = 'stopped';
        break;
      default:
        event satisfies never;
    }
  }

  keep(): KeptAnswer {
    const end = this.phase === 'searching' || this.phase === 'writing' ? 'stopped' : this.phase;
    return { end, text: this.text, sources: this.sources, problem: this.problem };
  }

  /** As if its events had just come. */
  static of({ end, text, sources, problem }: KeptAnswer): Answer {
    const answer = new Answer();
    answer.apply({ type: 'context', sources, sessionState: null });
    answer.apply({ type: 'delta', text });
    if (problem) answer.apply({ type: 'error', problem });
    answer.apply({ type: end === 'stopped' ? 'stopped' : 'end' });
    return answer;
  }

  passagesOf(citation: string): string[] {
    return this.sources.find((source) => source.citation === citation)?.passages ?? [];
  }
}

/** What a screen reader is told, once per change of phase. */
export function announce(answer: Answer): string {
  switch (answer.phase) {
    case 'searching':
      return 'Searching…';
    case 'writing':
      return 'Writing…';
    case 'done':
      return 'Answer complete.';
    case 'stopped':
      return 'Stopped. The answer is incomplete.';
    case 'failed':
      return `The answer failed. ${answer.problem?.message ?? ''}`;
  }
}

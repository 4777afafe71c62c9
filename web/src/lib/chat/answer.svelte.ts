// The state of one answer. Only `apply` changes it, one event at a time.
import { makeProblem, type AnswerEvent, type Problem, type Source } from '$lib/api/events';
import { withoutOpenMarker } from './citations';
import { citedIn, readMarkdown } from './markdown';
import { Rating } from './rating.svelte';

export type Phase = 'searching' | 'writing' | 'done' | 'stopped' | 'failed';

/** An answer as plain values. One that was under way counts as stopped. */
export interface KeptAnswer {
  runId?: string;
  resumable?: string; // by this name it may have gone on
  end: 'done' | 'stopped' | 'failed';
  text: string;
  sources: Source[];
  problem: Problem | null;
}

export class Answer {
  phase = $state<Phase>('searching');
  text = $state('');
  /** What the server does until the first word, as it tells it. */
  progress = $state('');
  sources = $state.raw<Source[]>([]);
  problem = $state.raw<Problem | null>(null);
  runId = $state(''); // the server's name for it; empty when it gave none
  connection = $state<'held' | 'lost'>('held');
  resumable = ''; // what it can be come back to by, until it has ended
  readonly rating = new Rating();

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
      case 'run':
        this.runId = event.id;
        break;
      case 'resumable':
        this.resumable = event.run;
        break;
      case 'lost':
      case 'found':
        this.connection = event.type === 'lost' ? 'lost' : 'held';
        break;
      case 'context':
        this.sources = event.sources;
        break;
      case 'delta':
        this.text += event.text;
        if (this.text !== '') this.phase = 'writing';
        break;
      case 'progress':
        this.progress = event.text;
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
    const { phase, runId, resumable, text, sources, problem } = this;
    const isUnderWay = phase === 'searching' || phase === 'writing';
    const kept = { runId, text, sources, problem, end: isUnderWay ? 'stopped' : phase };
    return isUnderWay && resumable ? { ...kept, resumable } : kept;
  }

  /** As if its events had just come. */
  static of({ end, runId, text, sources, problem }: KeptAnswer): Answer {
    const answer = new Answer();
    answer.apply({ type: 'run', id: runId ?? '' });
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

export const reconnecting = 'The connection was lost. Reconnecting…';

/** What a screen reader is told, once per change. */
export function announce(answer: Answer): string {
  if (answer.active && answer.connection === 'lost') return reconnecting;
  switch (answer.phase) {
    case 'searching':
      return answer.progress || 'Searching…';
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

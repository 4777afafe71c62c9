// The state of one answer. Only `apply` changes it, one event at a time.
import { untrack } from 'svelte';
import { t } from '$lib/i18n/i18n.svelte';
import type { Details } from '$lib/api/details';
import { makeProblem, type AnswerEvent, type Problem, type Source } from '$lib/api/events';
import { withStep, type ProcessStep } from '$lib/api/process';
import { GrowingMarkdown } from './growing';
import { citedIn, type Block } from './markdown';
import { Rating, type KeptRating } from './rating.svelte';
import { describeStep } from './steps';

export type Phase = 'searching' | 'writing' | 'done' | 'stopped' | 'failed';

/** An answer as plain values. One that was under way counts as stopped. */
export interface KeptAnswer {
  runId?: string;
  resumable?: { run: string; after: number }; // by this name it may have gone on, behind this line
  end: 'done' | 'stopped' | 'failed';
  text: string;
  sources: Source[];
  steps?: ProcessStep[];
  details?: Details;
  problem: Problem | null;
  rating?: KeptRating | null;
}

export class Answer {
  phase = $state<Phase>('searching');
  text = $state('');
  /** What the server has done for it so far, and does now. */
  steps = $state.raw<ProcessStep[]>([]);
  sources = $state.raw<Source[]>([]);
  details = $state.raw<Details>({});
  problem = $state.raw<Problem | null>(null);
  runId = $state(''); // the server's name for it; empty when it gave none
  connection = $state<'held' | 'lost'>('held');
  resumable = ''; // what it can be come back to by, until it has ended
  #lineNumber = -1; // of the latest line whose words are all in the text,
  #lineEnd = 0; // and where they end
  #markdown = { known: [] as string[], read: new GrowingMarkdown([]), chars: 0 };
  #cited: string[] = [];
  readonly rating = new Rating();

  readonly active = $derived(this.phase === 'searching' || this.phase === 'writing');
  readonly followUps = $derived(this.details.followUps ?? []);
  readonly thoughts = $derived(this.details.thoughts ?? []);
  readonly support = $derived(this.details.support ?? null);
  readonly citations = $derived(this.sources.map((source) => source.citation));
  readonly blocks = $derived(this.#read());
  readonly cited = $derived(this.#sameIfEqual(citedIn(this.blocks)));
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
        this.#learn(event.details ?? {});
        break;
      case 'details':
        this.#learn(event.details);
        break;
      case 'delta':
        this.#write(event);
        break;
      case 'step':
        this.steps = withStep(this.steps, event.step);
        break;
      case 'error': // the lines after it still count, and the first problem is the one to tell
        this.problem ??= event.problem;
        break;
      case 'end':
        if (this.text === '') this.problem ??= makeProblem('empty', t('problem.empty'));
        this.phase = this.problem ? 'failed' : 'done';
        break;
      case 'stopped':
        this.phase = 'stopped';
        break;
      default:
        event satisfies never;
    }
  }

  #write({ text, number }: Extract<AnswerEvent, { type: 'delta' }>): void {
    this.text += text;
    if (this.text !== '') this.phase = 'writing';
    if (number !== undefined) [this.#lineNumber, this.#lineEnd] = [number, this.text.length];
  }

  /** A whole answer tells its steps only here; a streamed one has told them already. */
  #learn(details: Details): void {
    this.details = { ...this.details, ...details };
    if (details.process && this.steps.length === 0) this.steps = details.process;
  }

  /** Only what came since the last time is read, unless the sources are others now. */
  #read(): Block[] {
    const { text, citations: known } = this;
    if (this.#markdown.known !== known) {
      this.#markdown = { known, read: new GrowingMarkdown(known), chars: 0 };
    }
    this.#markdown.read.append(text.slice(this.#markdown.chars));
    this.#markdown.chars = text.length;
    return this.#markdown.read.blocks(this.active ? 'growing' : 'ended');
  }

  /** So that markers need not be drawn anew with each word. */
  #sameIfEqual(cited: string[]): string[] {
    const isEqual =
      cited.length === this.#cited.length && cited.every((each, at) => each === this.#cited[at]);
    if (!isEqual) this.#cited = cited;
    return this.#cited;
  }

  keep(): KeptAnswer {
    const { phase, runId, resumable, text, sources, steps, details, problem } = this;
    const kept = { runId, text, sources, steps, details, problem, rating: this.rating.keep() };
    if (phase !== 'searching' && phase !== 'writing') return { ...kept, end: phase };
    if (!resumable) return { ...kept, end: 'stopped' };
    const after = this.#lineNumber;
    return {
      ...kept,
      end: 'stopped',
      text: text.slice(0, this.#lineEnd),
      resumable: { run: resumable, after },
    };
  }

  /** As if its events had just come. */
  static of(kept: KeptAnswer): Answer {
    const answer = Answer.underWay(kept);
    if (kept.problem) answer.apply({ type: 'error', problem: kept.problem });
    answer.apply({ type: kept.end === 'stopped' ? 'stopped' : 'end' });
    if (kept.rating) answer.rating.restore(kept.rating);
    return answer;
  }

  /** The same before it ended, so that the rest can come. */
  static underWay({ runId, text, sources, steps, details, resumable }: KeptAnswer): Answer {
    const answer = new Answer();
    answer.apply({ type: 'run', id: runId ?? '' });
    answer.apply({ type: 'context', sources, sessionState: null, ...(details && { details }) });
    if (resumable?.after !== -1) answer.steps = steps ?? []; // else all of them come once more
    answer.apply({ type: 'delta', text, ...(resumable && { number: resumable.after }) });
    return answer;
  }

  passagesOf(citation: string): string[] {
    return this.sources.find((source) => source.citation === citation)?.passages ?? [];
  }
}

/**
 * What a screen reader is told, once per change. Whoever asks within an effect hears of the answer's changes,
 * and of none of the language's: what was said is not said again in another one.
 */
export function announce({ active, connection, phase, problem, steps }: Answer): string {
  return untrack(() => {
    if (active && connection === 'lost') return t('answer.reconnecting');
    const step = steps.at(-1);
    switch (phase) {
      case 'searching':
        return (step && describeStep(step)) || t('answer.searching');
      case 'writing':
        return t('answer.writing');
      case 'done':
        return t('answer.complete');
      case 'stopped':
        return t('answer.stopped');
      case 'failed':
        return t('answer.failed', { problem: problem?.message ?? '' });
    }
  });
}

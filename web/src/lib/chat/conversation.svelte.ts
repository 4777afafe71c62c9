// The turns of one conversation, and the one question that may be under way.
import type { AnswerEvent } from '$lib/api/events';
import type { Ask, Message, Overrides } from '$lib/api/send';
import { Answer, type KeptAnswer } from './answer.svelte';
import { historyFor } from './history';
import { pace, type NextFrame } from './pace';

export type Send = (ask: Ask, stop: AbortSignal) => AsyncIterable<AnswerEvent>;

/** An answer that went on at the server, behind the line `after`. */
export type Resume = (run: string, after: number, stop: AbortSignal) => AsyncIterable<AnswerEvent>;

/** Names a conversation that goes on from some answers of the one named `from`, told by their runs. */
export type Branch = (from: string, runs: string[]) => Promise<string>;

export class Turn {
  readonly id: number;
  readonly question: string;
  answer = $state.raw(new Answer());

  constructor(id: number, question: string) {
    this.id = id;
    this.question = question;
  }
}

/** The element that shows the question has this id. */
export function titleIdOf(turn: Turn): string {
  return `turn-${turn.id}`;
}

/** A conversation as plain values, to be restored from. */
export interface KeptConversation {
  turns: { question: string; answer: KeptAnswer }[];
  sessionState: unknown;
}

export class Conversation {
  turns = $state.raw<Turn[]>([]);
  delivery: Ask['delivery'] = 'streamed';
  overrides: Overrides = {}; // what the reader chose; they go along with each question
  branch: Branch | null = null; // for a keeper of answers that takes none back
  readonly latest = $derived(this.turns.at(-1));
  readonly busy = $derived(this.latest?.answer.active ?? false);

  readonly #send: Send;
  readonly #nextFrame: NextFrame;
  readonly #resume: Resume | null;
  #sessionState = $state.raw<unknown>(null);
  #running = new AbortController();
  #turnsEver = 0;

  /** Without `resume`, an answer that was under way when it was kept is restored as stopped. */
  constructor(send: Send, nextFrame: NextFrame, resume: Resume | null = null) {
    this.#send = send;
    this.#nextFrame = nextFrame;
    this.#resume = resume;
  }

  /** By what name it is kept; null until it has one. */
  get id(): string | null {
    return typeof this.#sessionState === 'string' ? this.#sessionState : null;
  }

  /** A name that the server gave stays. */
  name(id: string): void {
    this.#sessionState ??= id;
  }

  /**
   * Resolves when the answer has ended. An empty question, or one while another is under way, does nothing.
   */
  async ask(question: string): Promise<void> {
    if (this.busy || question.trim() === '') return;
    await this.#run(this.#add(question));
  }

  /** Asks the latest question again, as if the first try had not been. */
  async retry(): Promise<void> {
    const turn = this.latest;
    if (this.busy || !turn) return;
    const replaced = [turn.answer];
    turn.answer = new Answer();
    await this.#runInstead(turn, replaced);
  }

  /** Asks a question in other words. What was said from there on is gone. */
  async askInstead(turn: Turn, question: string): Promise<void> {
    const at = this.turns.indexOf(turn);
    if (this.busy || at === -1 || question.trim() === '') return;
    const replaced = this.turns.slice(at).map(({ answer }) => answer);
    this.turns = this.turns.slice(0, at);
    await this.#runInstead(this.#add(question), replaced);
  }

  /** The text that has arrived stays. */
  stop(): void {
    this.latest?.answer.apply({ type: 'stopped' });
    this.#running.abort();
  }

  clear(): void {
    this.stop();
    this.turns = [];
    this.#sessionState = null;
  }

  keep(): KeptConversation {
    const turns = this.turns.map(({ question, answer }) => ({ question, answer: answer.keep() }));
    return { turns, sessionState: this.#sessionState };
  }

  restore({ turns, sessionState }: KeptConversation): void {
    this.clear();
    this.turns = turns.map(({ question, answer }) => {
      const turn = new Turn(this.#turnsEver++, question);
      turn.answer = Answer.of(answer);
      return turn;
    });
    this.#sessionState = sessionState;
    const [last, kept] = [this.latest, turns.at(-1)?.answer];
    if (last && kept?.resumable && this.#resume) void this.#goOn(last, kept, this.#resume);
  }

  /** What was kept stands again when nothing more of the answer is at the server. */
  async #goOn(turn: Turn, kept: KeptAnswer, resume: Resume): Promise<void> {
    const stopped = turn.answer;
    const answer = Answer.underWay(kept);
    turn.answer = answer;
    const { run, after } = kept.resumable ?? { run: '', after: -1 };
    await this.#follow(answer, (stop) => resume(run, after, stop));
    if (answer.phase === 'failed' && answer.text === kept.text) turn.answer = stopped;
  }

  #add(question: string): Turn {
    const turn = new Turn(this.#turnsEver++, question.trim());
    this.turns = [...this.turns, turn];
    return turn;
  }

  /** Only answers that came to their end are kept, and would come back beside the new one. */
  async #runInstead(turn: Turn, replaced: Answer[]): Promise<void> {
    if (this.branch && this.id !== null && replaced.some(({ phase }) => phase === 'done')) {
      const before = this.turns.filter(({ answer }) => answer.phase === 'done');
      const runs = before.map(({ answer }) => answer.runId);
      const name = await this.branch(this.id, runs);
      if (this.latest !== turn) return;
      this.#sessionState = name;
    }
    if (turn.answer.active) await this.#run(turn);
  }

  async #run(turn: Turn): Promise<void> {
    const ask = {
      messages: this.#messagesFor(turn),
      sessionState: this.#sessionState,
      delivery: this.delivery,
      overrides: this.overrides,
    };
    await this.#follow(turn.answer, (stop) => this.#send(ask, stop));
  }

  async #follow(answer: Answer, begin: (stop: AbortSignal) => AsyncIterable<AnswerEvent>): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    const apply = (event: AnswerEvent): void => {
      if (event.type === 'context' && answer.active)
        this.#sessionState = event.sessionState ?? this.#sessionState;
      answer.apply(event);
    };
    await pace(begin(running.signal), apply, this.#nextFrame);
  }

  /** Turns without an answer are left out: the model must never see two questions in a row. */
  #messagesFor(turn: Turn): Message[] {
    const answered = this.turns.filter((other) => other !== turn && other.answer.text !== '');
    const past = answered.map((other) => ({ question: other.question, answer: other.answer.text }));
    return [...historyFor(past), { role: 'user', content: turn.question }];
  }
}

// The turns of one conversation, and the one question that may be under way.
import type { AnswerEvent } from '$lib/api/events';
import type { Ask, Message } from '$lib/api/send';
import { Answer, type KeptAnswer } from './answer.svelte';
import { historyFor } from './history';
import { pace, type NextFrame } from './pace';

export type Send = (ask: Ask, stop: AbortSignal) => AsyncIterable<AnswerEvent>;

/** An answer that went on at the server, from its beginning. */
export type Resume = (run: string, stop: AbortSignal) => AsyncIterable<AnswerEvent>;

export class Turn {
  readonly id: number;
  readonly question: string;
  answer = $state.raw(new Answer());

  constructor(id: number, question: string) {
    this.id = id;
    this.question = question;
  }
}

/** A conversation as plain values, to be restored from. */
export interface KeptConversation {
  turns: { question: string; answer: KeptAnswer }[];
  sessionState: unknown;
}

export class Conversation {
  turns = $state.raw<Turn[]>([]);
  delivery: Ask['delivery'] = 'streamed';
  readonly latest = $derived(this.turns.at(-1));
  readonly busy = $derived(this.latest?.answer.active ?? false);

  readonly #send: Send;
  readonly #nextFrame: NextFrame;
  readonly #resume: Resume | null;
  #sessionState: unknown = null;
  #running = new AbortController();
  #turnsEver = 0;

  /** Without `resume`, an answer that was under way when it was kept is restored as stopped. */
  constructor(send: Send, nextFrame: NextFrame, resume: Resume | null = null) {
    this.#send = send;
    this.#nextFrame = nextFrame;
    this.#resume = resume;
  }

  /**
   * Resolves when the answer has ended. An empty question, or one while another is under way, does nothing.
   */
  async ask(question: string): Promise<void> {
    if (this.busy || question.trim() === '') return;
    const turn = new Turn(this.#turnsEver++, question.trim());
    this.turns = [...this.turns, turn];
    await this.#run(turn);
  }

  /** Asks the latest question again, as if the first try had not been. */
  async retry(): Promise<void> {
    const turn = this.latest;
    if (this.busy || !turn) return;
    turn.answer = new Answer();
    await this.#run(turn);
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
    if (last && kept?.resumable && this.#resume) void this.#goOn(last, this.#resume, kept.resumable);
  }

  /** What was kept stands again when nothing of the answer is left at the server. */
  async #goOn(turn: Turn, resume: Resume, run: string): Promise<void> {
    const before = turn.answer;
    const answer = new Answer();
    answer.apply({ type: 'run', id: before.runId });
    turn.answer = answer;
    await this.#follow(answer, (stop) => resume(run, stop));
    if (answer.phase === 'failed' && answer.text === '') turn.answer = before;
  }

  async #run(turn: Turn): Promise<void> {
    const ask = {
      messages: this.#messagesFor(turn),
      sessionState: this.#sessionState,
      delivery: this.delivery,
    };
    await this.#follow(turn.answer, (stop) => this.#send(ask, stop));
  }

  async #follow(answer: Answer, begin: (stop: AbortSignal) => AsyncIterable<AnswerEvent>): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    const apply = (event: AnswerEvent): void => {
      if (event.type === 'context' && answer.active) this.#sessionState = event.sessionState;
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

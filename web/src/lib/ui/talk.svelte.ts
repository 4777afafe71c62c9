// What the page and an embedded chat do alike around a conversation: say what became of it, move along with
// the answer, and bring the focus to where the reader goes on.
import { tick, untrack } from 'svelte';
import { announce } from '$lib/chat/answer.svelte';
import { titleIdOf, type Conversation } from '$lib/chat/conversation.svelte';
import { t } from '$lib/i18n/i18n.svelte';
import { Following } from './following.svelte';

interface Around {
  conversation: Conversation;
  root: () => Document | ShadowRoot | null; // where the questions stand
  focusBox: () => void; // the question box
}

/** So long words are away before they are said again: a change that no frame has shown is not heard. */
const sayAgainMs = 100;

export class Talk {
  /** What was to be said last, about an answer or about the question box. */
  status = $state('');
  readonly following = new Following();
  readonly #around: Around;
  #again: ReturnType<typeof setTimeout> | undefined;

  /** Is made while a component is. */
  constructor(around: Around) {
    this.#around = around;
    const { conversation } = around;
    $effect(() => {
      this.status = conversation.latest ? announce(conversation.latest.answer) : '';
    });
    $effect(() => {
      const answer = conversation.latest?.answer;
      if (answer && [answer.blocks, answer.phase]) this.following.follow(this.latestQuestion());
    });
  }

  latestQuestion(): HTMLElement | null {
    const { conversation, root } = this.#around;
    return (conversation.latest && root()?.getElementById(titleIdOf(conversation.latest))) ?? null;
  }

  /** The control that was pressed goes away, so the focus moves to the question that it asked. */
  async askFrom(start: () => void): Promise<void> {
    start();
    await tick();
    this.latestQuestion()?.focus({ preventScroll: true });
  }

  /** Also when it is what was said last: the same words put there once more would not be heard. */
  readonly say = (text: string): void => {
    clearTimeout(this.#again);
    const isSaid = untrack(() => this.status) === text;
    this.status = isSaid ? '' : text;
    if (isSaid) this.#again = setTimeout(() => this.#sayUnlessOther(text), sayAgainMs);
  };

  #sayUnlessOther(text: string): void {
    if (this.status === '') this.status = text;
  }

  /** How much too long it is stands at the box; said is only that it is, not each number. */
  readonly sayFit = (fit: 'fits' | 'too long'): void => {
    const tooLong = t('question.tooLong');
    if (fit === 'too long') this.status = tooLong;
    else if (this.status === tooLong) this.status = '';
  };

  readonly stop = (): void => {
    this.#around.conversation.stop();
    this.#around.focusBox();
  };
}

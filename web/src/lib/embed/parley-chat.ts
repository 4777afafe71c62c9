// The element <parley-chat>: a conversation within a page of another site (docs/embedding.md).
//
// Everything is in a shadow tree, styled by a constructed style sheet, so that neither page disturbs the
// other and the policy of that page needs no 'unsafe-inline'. Several chats of one page share its language.
import './host.css';
import { mount, unmount } from 'svelte';
import { fetchAsset } from '$lib/api/asset';
import { send } from '$lib/api/send';
import { Conversation, type Turn } from '$lib/chat/conversation.svelte';
import { SourceView } from '$lib/chat/source-view.svelte';
import { Attributes, attributeNames, type AttributeName } from './attributes.svelte';
import EmbeddedChat from './EmbeddedChat.svelte';
import { previewsFrom } from './previews';

/** Where the script came from. */
export interface Home {
  server: string; // without a slash at its end
  styles: string;
}

export function defineParleyChat(home: Home): void {
  if (customElements.get('parley-chat')) return; // the page has the tag twice
  ParleyChat.server = home.server;
  ParleyChat.styles = loadStyles(home.styles);
  customElements.define('parley-chat', ParleyChat);
}

class ParleyChat extends HTMLElement {
  static readonly observedAttributes = attributeNames;
  static server = '';
  static styles: Promise<CSSStyleSheet>;

  readonly #attributes = new Attributes();
  readonly #tree = this.attachShadow({ mode: 'open' });
  readonly #conversation: Conversation;
  readonly #source: SourceView;
  #chosen: string | null = null; // the server, when it was asked first: a conversation stays with it
  #shown: ReturnType<typeof mount> | null = null;

  constructor() {
    super();
    const server = () => this.#server();
    this.#conversation = new Conversation(
      (ask, stop) => send(ask, stop, server()),
      (callback) => requestAnimationFrame(callback),
    );
    // A page of another site may not stop an answer by its name, so an answer ends with its connection.
    this.#conversation.overrides = { resumable: false };
    this.#source = new SourceView(previewsFrom(server));
  }

  attributeChangedCallback(name: AttributeName, _: string | null, value: string | null): void {
    this.#attributes.apply(name, value);
  }

  connectedCallback(): void {
    void ParleyChat.styles.then((sheet) => this.#show(sheet));
  }

  /** What is only moved to another place goes on. */
  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (!this.isConnected) this.#hide();
    });
  }

  /** Asks as if the reader had; nothing happens while another question is under way. */
  ask(question: string): void {
    void this.#follow(() => this.#conversation.ask(question));
  }

  override focus(): void {
    this.#tree.getElementById('question')?.focus();
  }

  #server(): string {
    this.#chosen ??= (this.#attributes.values.server || ParleyChat.server).replace(/\/$/, '');
    return this.#chosen;
  }

  #show(sheet: CSSStyleSheet): void {
    if (this.#shown || !this.isConnected) return;
    this.#tree.adoptedStyleSheets = [sheet];
    this.#shown = mount(EmbeddedChat, {
      target: this.#tree,
      props: {
        host: this,
        attributes: this.#attributes,
        conversation: this.#conversation,
        source: this.#source,
        server: this.#server(),
        follow: (start) => this.#follow(start),
      },
    });
  }

  #hide(): void {
    this.#conversation.stop();
    this.#source.close();
    if (this.#shown) void unmount(this.#shown);
    this.#shown = null;
  }

  /** Tells the page of the question that `start` asks, and of what became of it. */
  async #follow(start: () => Promise<void>): Promise<void> {
    const before = this.#conversation.busy;
    const ended = start();
    const turn = this.#conversation.latest;
    if (before || !turn?.answer.active) return;
    this.#tell('parley-question', { question: turn.question });
    await ended;
    this.#tellEnd(turn);
  }

  #tellEnd({ question, answer }: Turn): void {
    const { text, phase, problem } = answer;
    if (phase === 'failed' && problem) {
      const { code, message } = problem;
      this.#tell('parley-problem', { question, code, message });
    } else {
      this.#tell('parley-answer', {
        question,
        text,
        citations: [...answer.cited],
        isComplete: phase === 'done',
      });
    }
  }

  #tell(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

/** Without its style sheet the chat still works, so a failure shows as what it is. */
async function loadStyles(url: string): Promise<CSSStyleSheet> {
  const sheet = new CSSStyleSheet({ baseURL: url });
  try {
    await sheet.replace(new TextDecoder().decode(await fetchAsset(url)));
  } catch (problem) {
    console.error(`parley-chat: ${url} could not be loaded`, problem);
  }
  return sheet;
}

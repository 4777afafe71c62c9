// Builds the objects of the page and passes them in.
import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';
import previewCss from './assets/preview.css?url';
import { loadConfig } from '$lib/api/config';
import { fetchDocument } from '$lib/api/content';
import { sendFeedback } from '$lib/api/feedback';
import { resume } from '$lib/api/run';
import { send } from '$lib/api/send';
import { Conversation } from '$lib/chat/conversation.svelte';
import { keepWhenLeft, restoreConversation } from '$lib/chat/kept';
import { makeHtmlPreview } from '$lib/chat/preview-html';
import { SourceView } from '$lib/chat/source-view.svelte';
import { BrowserStore } from '$lib/history/browser-store';
import { History } from '$lib/history/history.svelte';
import { keepTurns } from '$lib/history/keep-turns.svelte';
import { serverStore } from '$lib/history/server-store';
import { documentApi } from '$lib/api/documents';
import { Library } from '$lib/documents/library.svelte';
import { sayRefusal } from '$lib/documents/refusal';
import { i18n } from '$lib/i18n/i18n.svelte';
import { dressDocument, wantedLanguage } from '$lib/shell/appearance.svelte';
import { Panels } from '$lib/shell/panels.svelte';
import { lastingStorage, Settings } from '$lib/shell/settings.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id app');

const stylesheet = new URL(previewCss, location.href).href;
const conversation = new Conversation(send, (callback) => requestAnimationFrame(callback), resume);
const source = new SourceView({
  fetchDocument,
  makeHtml: (html, marked) => makeHtmlPreview(html, marked, stylesheet),
  readPdf: async (bytes) => (await import('$lib/pdf/pdf-file')).readPdf(bytes),
  canShowPdf: () => navigator.pdfViewerEnabled,
});

restoreConversation(conversation, sessionStorage);
keepWhenLeft(conversation, sessionStorage, window, document);

const history = new History({ browser: new BrowserStore(() => indexedDB), server: serverStore });
keepTurns(conversation, history);

const library = new Library(documentApi(), sayRefusal);
const settings = new Settings(lastingStorage());
dressDocument(document.documentElement, settings);
await i18n.use(wantedLanguage(settings));
mount(App, {
  target,
  props: { conversation, source, panels: new Panels(), settings, history, library, loadConfig, sendFeedback },
});

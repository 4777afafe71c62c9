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
import { keepConversation, restoreConversation } from '$lib/chat/kept';
import { makeHtmlPreview } from '$lib/chat/preview-html';
import { SourceView } from '$lib/chat/source-view.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id app');

const stylesheet = new URL(previewCss, location.href).href;
const conversation = new Conversation(send, (callback) => requestAnimationFrame(callback), resume);
const source = new SourceView({
  fetchDocument,
  makeHtml: (html, marked) => makeHtmlPreview(html, marked, stylesheet),
  canShowPdf: () => navigator.pdfViewerEnabled,
});

restoreConversation(conversation, sessionStorage);
addEventListener('pagehide', () => keepConversation(conversation, sessionStorage));

mount(App, { target, props: { conversation, source, loadConfig, sendFeedback } });

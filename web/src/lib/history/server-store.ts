// The conversations that the server keeps by itself, for whoever has this browser's cookie.
import { asFields, number, objects, text, type Fields } from '$lib/api/fields';
import { readAnswer } from '$lib/api/events';
import { changeHistory, getHistory } from '$lib/api/history';
import { Answer } from '$lib/chat/answer.svelte';
import type { KeptConversation } from '$lib/chat/conversation.svelte';
import type { CopyingStore, Listed } from './store';

const pageCount = 20;
const foundCount = 50;

export const serverStore: CopyingStore = {
  async list(words, after) {
    const answer = await getHistory(words ? searchPath(words) : pagePath(after));
    if (!answer.ok) return answer;
    const conversations = objects(answer.value['sessions']).map(readListed);
    return { ok: true, value: { conversations, next: text(answer.value['continuation_token']) || null } };
  },

  async find(id) {
    const answer = await getHistory(pathOf(id));
    if (!answer.ok) return answer;
    const kept = readKept(id, objects(answer.value['turns']));
    return { ok: true, value: { ...readListed(answer.value), kept } };
  },

  rename: (id, title) => changeHistory(pathOf(id), 'PATCH', { title }),
  remove: (id) => changeHistory(pathOf(id), 'DELETE'),
  removeAll: () => changeHistory('/history/conversations', 'DELETE'),

  async copy(from, to, runs) {
    const found = await getHistory(`/chat_history/sessions/${encodeURIComponent(from)}`);
    if (!found.ok) return found;
    const answers = pairs(found.value['answers']).filter(([, answer]) =>
      runs.includes(text(asFields(answer)?.['run_id'])),
    );
    return changeHistory('/chat_history', 'POST', { id: to, answers });
  },
};

/** Each question with its answer, as the server takes them back. */
function pairs(answers: unknown): unknown[][] {
  return Array.isArray(answers) ? answers.filter((each) => Array.isArray(each)) : [];
}

function pathOf(id: string): string {
  return `/history/conversations/${encodeURIComponent(id)}`;
}

function searchPath(words: string): string {
  return `/history/conversations?${new URLSearchParams({ q: words, count: `${foundCount}` })}`;
}

function pagePath(after: string | null): string {
  const token = after === null ? {} : { continuation_token: after };
  return `/chat_history/sessions?${new URLSearchParams({ count: `${pageCount}`, ...token })}`;
}

function readListed(fields: Fields): Listed {
  return {
    id: text(fields['id']),
    title: text(fields['title']),
    timestamp: number(fields['timestamp']) ?? 0,
  };
}

/** The server keeps only answers that came to their end. */
function readKept(id: string, turns: Fields[]): KeptConversation {
  return {
    sessionState: id,
    turns: turns.map((turn) => ({ question: text(turn['question']), answer: readTurn(turn).keep() })),
  };
}

function readTurn({ run_id: runId, answer: output, context }: Fields): Answer {
  const answer = new Answer();
  answer.apply({ type: 'run', id: text(runId) });
  for (const event of readAnswer({ output_text: output, context }) ?? []) answer.apply(event);
  answer.apply({ type: 'end' });
  return answer;
}

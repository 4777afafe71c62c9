// What of a conversation goes along with the next question: the latest turns, within the limits of a server.
import type { Message } from '$lib/api/send';
import { charsBeyondLimit } from './question';

export interface PastTurn {
  question: string;
  answer: string;
}

/** Enough to follow up on. */
const turnsMax = 10;

/** Half of what a server takes as a whole (docs/protocol.md): the question and the state come on top. */
const allBytesMax = 512 * 1024;

/** Oldest first. Long answers lose their ends; turns that do not fit beside the later ones are left out. */
export function historyFor(turns: PastTurn[]): Message[] {
  let room = allBytesMax;
  let messages: Message[] = [];
  for (const { question, answer } of turns.slice(-turnsMax).reverse()) {
    const pair: Message[] = [
      { role: 'user', content: question },
      { role: 'assistant', content: cut(answer) },
    ];
    room -= pair.reduce((bytes, message) => bytes + jsonBytes(message.content), 0);
    if (room < 0) break;
    messages = [...pair, ...messages];
  }
  return messages;
}

/** The beginning of a text, as much of it as one message may hold; never half a character. */
function cut(text: string): string {
  const sent = text.trim();
  return sent.slice(0, sent.length - charsBeyondLimit(sent));
}

/** As it is sent: line ends and quotes take two bytes there. */
function jsonBytes(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).length;
}

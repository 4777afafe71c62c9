// Asks a chat server with the client of a dialect, as the job (JSON, the only argument) says; writes what came of it.
import { AIChatProtocolClient } from '@microsoft/ai-chat-protocol';
import readNDJSONStream from 'ndjson-readablestream';

// A File, as a page has it: under Node the client refuses the bytes that its type also allows.
const asFile = (text) => ({ contentType: 'text/plain', data: new File([text], 'page.txt') });
const question = (job) => [{ role: 'user', content: job.question, files: job.files?.map(asFile) }];

async function askProtocol(job) {
  const client = new AIChatProtocolClient(job.url, { allowInsecureConnection: true });
  const options = job.state === undefined ? {} : { sessionState: job.state };
  if (!job.streamed) {
    const answer = await client.getCompletion(question(job), options);
    return { text: answer.message.content, state: answer.sessionState, context: answer.context };
  }
  const read = { text: '' };
  for await (const each of await client.getStreamedCompletion(question(job), options)) {
    read.text += each.delta.content ?? '';
    read.state = each.sessionState ?? read.state;
    read.context = each.context ?? read.context;
  }
  return read;
}

async function askLines(job) {
  const answer = await fetch(job.url + '/stream', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...job.headers },
    body: JSON.stringify(job.body),
  });
  if (!answer.ok) return { status: answer.status, error: (await answer.json()).error };
  const lines = [];
  for await (const line of readNDJSONStream(answer.body)) lines.push(line);
  return { type: answer.headers.get('Content-Type'), lines };
}

async function ask(job) {
  try {
    return { outcome: 'answer', ...(await (job.body ? askLines(job) : askProtocol(job))) };
  } catch (problem) {
    return { outcome: 'error', code: problem.code, message: problem.message };
  }
}

console.log(JSON.stringify(await ask(JSON.parse(process.argv[2]))));
process.exit(0);

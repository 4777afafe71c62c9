// Makes calls with npm openai as the cells (JSON) on standard input say; writes what came of each.
import { text } from 'node:stream/consumers';
import OpenAI, { OpenAIError } from 'openai';

const TOOL = { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } };
const SILENCE_MS = 300; // how long a silent host is waited for

function connect(cell) {
  const patience = cell.situation === 'silent' ? { timeout: SILENCE_MS, maxRetries: 0 } : {};
  const defaultHeaders = { 'X-Mock-Scope': cell.scope };
  return new OpenAI({ baseURL: cell.base_url, apiKey: 'key-1', defaultHeaders, ...patience });
}

function call(client, { api, situation, streamed }) {
  if (api === 'embeddings') return client.embeddings.create({ model: 'm', input: situation });
  if (api === 'models') return client.models.retrieve(situation);
  const request = { model: 'm', stream: streamed };
  if (api === 'chat') {
    request.messages = [{ role: 'user', content: situation }];
    if (situation === 'tool') request.tools = [{ type: 'function', function: TOOL }];
    if (situation === 'usage' && streamed) request.stream_options = { include_usage: true };
    return client.chat.completions.create(request);
  }
  request.input = situation;
  if (situation === 'tool') request.tools = [{ type: 'function', ...TOOL }];
  return client.responses.create(request);
}

function takeChunk(chunk, read) {
  if (chunk.usage) read.usage = [chunk.usage.prompt_tokens, chunk.usage.completion_tokens];
  for (const { delta, finish_reason: finish } of chunk.choices) {
    read.text += delta.content ?? '';
    read.finish = finish ?? read.finish;
    for (const each of delta.tool_calls ?? []) {
      read.tool ??= { name: '', arguments: '' };
      read.tool.name += each.function.name ?? '';
      read.tool.arguments += each.function.arguments ?? '';
    }
  }
}

function takeResponse(response, read) {
  read.finish = response.status === 'completed' ? 'stop' : response.status;
  if (response.usage) read.usage = [response.usage.input_tokens, response.usage.output_tokens];
  for (const item of response.output)
    if (item.type === 'function_call') read.tool = { name: item.name, arguments: item.arguments };
}

function takeEvent(event, read) {
  if (event.type === 'response.output_text.delta') read.text += event.delta;
  if (['response.completed', 'response.failed', 'response.incomplete'].includes(event.type))
    takeResponse(event.response, read);
}

function takeWhole(answer, { api }, read) {
  if (api === 'embeddings') {
    read.vector = answer.data[0].embedding.map((each) => Number(each.toFixed(6)));
    read.usage = [answer.usage.prompt_tokens, 0];
  } else if (api === 'models') {
    read.text = answer.id;
  } else if (api === 'chat') {
    const { message, finish_reason: finish } = answer.choices[0];
    Object.assign(read, { text: message.content ?? '', finish });
    read.usage = [answer.usage.prompt_tokens, answer.usage.completion_tokens];
    for (const each of message.tool_calls ?? [])
      read.tool = { name: each.function.name, arguments: each.function.arguments };
  } else {
    read.text = answer.output_text;
    takeResponse(answer, read);
  }
}

async function readAll(cell, read) {
  const answer = await call(connect(cell), cell);
  if (!cell.streamed) return takeWhole(answer, cell, read);
  for await (const piece of answer) {
    if (cell.api === 'chat') takeChunk(piece, read);
    else takeEvent(piece, read);
    if (cell.situation === 'abort' && read.text) break;
  }
}

async function make(cell) {
  const read = { outcome: 'answer', text: '', finish: null };
  try {
    await readAll(cell, read);
  } catch (problem) {
    Object.assign(read, {
      outcome: 'error',
      class: problem.constructor.name,
      is_documented: problem instanceof OpenAIError,
      status: problem.status ?? null,
    });
  }
  return read;
}

const made = [];
for (const cell of JSON.parse(await text(process.stdin))) made.push(await make(cell));
console.log(JSON.stringify(made));
process.exit(0);

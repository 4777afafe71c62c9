// Makes calls with npm openai as the cells (JSON) on standard input say; writes what came of each.
import OpenAI, { OpenAIError } from 'openai';
import { makeSideBySide } from './side_by_side.mjs';

const TOOL = { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } };

function connect(cell) {
  const patience = cell.patience_ms ? { timeout: cell.patience_ms, maxRetries: 0 } : {};
  const defaultHeaders = { 'X-Mock-Scope': cell.scope };
  return new OpenAI({ baseURL: cell.base_url, apiKey: 'key-1', defaultHeaders, ...patience });
}

// The client's own timeout ends with the head of an answer: a program has to leave for itself.
function leaving({ patience_ms: patience }) {
  return patience ? { signal: AbortSignal.timeout(2 * patience) } : {};
}

function call(client, { api, situation, streamed, count }, options) {
  if (api === 'embeddings') {
    const input = count === 1 ? situation : [situation, 'another text'];
    return client.embeddings.create({ model: 'm', input }, options);
  }
  if (api === 'models') return client.models.retrieve(situation, options);
  const request = { model: 'm', stream: streamed };
  if (api === 'chat') {
    Object.assign(request, { messages: [{ role: 'user', content: situation }], n: count });
    if (situation === 'tool') request.tools = [{ type: 'function', function: TOOL }];
    if (situation === 'usage' && streamed) request.stream_options = { include_usage: true };
    return client.chat.completions.create(request, options);
  }
  request.input = situation;
  if (situation === 'tool') request.tools = [{ type: 'function', ...TOOL }];
  return client.responses.create(request, options);
}

function takeChunk(chunk, read) {
  if (chunk.usage) read.usage = [chunk.usage.prompt_tokens, chunk.usage.completion_tokens];
  for (const { index, delta, finish_reason: finish } of chunk.choices) {
    if (!read.order.includes(index)) read.order.push(index);
    if (index === 0) read.text += delta.content ?? '';
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
  if (event.type === 'error') read.finish = 'error event';
  if (['response.completed', 'response.failed', 'response.incomplete'].includes(event.type))
    takeResponse(event.response, read);
}

function takeChat({ choices, usage }, read) {
  const [{ message, finish_reason: finish }] = choices;
  Object.assign(read, { text: message.content ?? '', finish });
  read.order = choices.map(({ index }) => index);
  read.usage = [usage.prompt_tokens, usage.completion_tokens];
  for (const each of message.tool_calls ?? [])
    read.tool = { name: each.function.name, arguments: each.function.arguments };
}

function takeWhole(answer, { api }, read) {
  if (typeof answer === 'string') {
    read.finish = 'a text'; // what was no JSON by its content type
  } else if (answer.error && !answer.id) {
    read.finish = 'an empty answer';
  } else if (api === 'embeddings') {
    read.vectors = answer.data.map(({ embedding }) => embedding.map((each) => Number(each.toFixed(6))));
    read.usage = [answer.usage.prompt_tokens, 0];
  } else if (api === 'models') {
    read.text = answer.id;
  } else if (api === 'chat') {
    takeChat(answer, read);
  } else {
    read.text = answer.output_text;
    takeResponse(answer, read);
  }
}

async function readAll(cell, read) {
  const answer = await call(connect(cell), cell, leaving(cell));
  if (!cell.streamed) return takeWhole(answer, cell, read);
  for await (const piece of answer) {
    if (cell.api === 'chat') takeChunk(piece, read);
    else takeEvent(piece, read);
    if (cell.situation === 'abort' && read.text) break;
  }
}

async function make(cell) {
  const read = { outcome: 'answer', text: '', finish: null, order: [] };
  try {
    await readAll(cell, read);
  } catch (problem) {
    Object.assign(read, {
      outcome: 'error',
      class: problem instanceof DOMException ? problem.name : problem.constructor.name,
      is_documented: problem instanceof OpenAIError,
      status: problem.status ?? null,
    });
  }
  return read;
}

await makeSideBySide(make);

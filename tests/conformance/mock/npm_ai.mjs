// Makes calls with npm ai and @ai-sdk/openai as the cells (JSON) on standard input say; writes what came of each.
import { createOpenAI } from '@ai-sdk/openai';
import { AISDKError, embedMany, generateText, streamText, tool } from 'ai';
import { z } from 'zod';
import { makeSideBySide } from './side_by_side.mjs';

const weather = tool({ inputSchema: z.object({ city: z.string() }) });

function options(cell, provider) {
  const model = cell.api === 'chat' ? provider.chat('m') : provider.responses('m');
  const made = { model, prompt: cell.situation, onError: () => {} };
  if (cell.situation === 'tool') made.tools = { weather };
  if (cell.patience_ms) made.abortSignal = AbortSignal.timeout(cell.patience_ms);
  return made;
}

function take(part, read) {
  if (part.type === 'text-delta') read.text += part.text;
  if (part.type === 'tool-call') read.tool = { name: part.toolName, arguments: JSON.stringify(part.input) };
  if (part.type === 'error') throw part.error;
  if (part.type === 'abort') throw new DOMException('aborted', 'AbortError');
  if (part.type === 'finish') {
    read.finish = part.finishReason;
    read.usage = [part.totalUsage.inputTokens, part.totalUsage.outputTokens];
  }
}

async function readStream(cell, provider, read) {
  const leaving = new AbortController();
  const asked = options(cell, provider);
  const { fullStream } = streamText({ abortSignal: leaving.signal, ...asked });
  for await (const part of fullStream) {
    take(part, read);
    if (cell.situation === 'abort' && read.text) {
      leaving.abort();
      break;
    }
  }
}

async function readWhole(cell, provider, read) {
  if (cell.api === 'embeddings') {
    const abortSignal = cell.patience_ms ? AbortSignal.timeout(cell.patience_ms) : undefined;
    const values = [cell.situation, 'another text'].slice(0, cell.count);
    const { embeddings, usage } = await embedMany({ model: provider.embedding('m'), values, abortSignal });
    read.vectors = embeddings.map((one) => one.map((each) => Number(each.toFixed(6))));
    read.usage = [usage.tokens, 0];
    return;
  }
  const done = await generateText(options(cell, provider));
  Object.assign(read, { text: done.text, finish: done.finishReason });
  read.usage = [done.usage.inputTokens, done.usage.outputTokens];
  for (const each of done.toolCalls) read.tool = { name: each.toolName, arguments: JSON.stringify(each.input) };
}

async function make(cell) {
  const read = { outcome: 'answer', text: '', finish: null };
  const provider = createOpenAI({
    baseURL: cell.base_url,
    apiKey: 'key-1',
    headers: { 'X-Mock-Scope': cell.scope },
  });
  try {
    await (cell.streamed ? readStream : readWhole)(cell, provider, read);
  } catch (problem) {
    // What came in a stream is handed on as it came; everything else is an Error with a name.
    Object.assign(read, { outcome: 'error', class: problem.name ?? 'as it came' });
    read.is_documented = AISDKError.isInstance(problem) || !problem.name;
    read.status = problem.lastError?.statusCode ?? problem.statusCode ?? null;
  }
  return read;
}

globalThis.AI_SDK_LOG_WARNINGS = false;
await makeSideBySide(make);

// Makes one call with npm openai, as the job (JSON, the only argument) says; writes what came of it.
import OpenAI, { AzureOpenAI, OpenAIError } from 'openai';

function connect(job) {
  const token = async () => job.tokens[0];
  if (job.style === 'azure_legacy') {
    const login = job.key !== undefined ? { apiKey: job.key } : { azureADTokenProvider: token };
    return new AzureOpenAI({ endpoint: job.base_url, apiVersion: job.api_version, ...login });
  }
  // Azure's newer paths are spoken with the plain client; a function as key is asked before every request.
  const baseURL = job.base_url + (job.style === 'azure_v1' ? '/openai/v1/' : '');
  return new OpenAI({ baseURL, apiKey: job.key ?? token, maxRetries: job.retries });
}

async function readChat(answer, streamed) {
  if (!streamed) {
    const [choice] = answer.choices;
    return { text: choice.message.content, finish: choice.finish_reason, tokens: answer.usage.total_tokens };
  }
  const read = { text: '', finish: '', tokens: 0 };
  for await (const chunk of answer) {
    for (const choice of chunk.choices) {
      read.text += choice.delta.content ?? '';
      read.finish = choice.finish_reason ?? read.finish;
    }
    if (chunk.usage) read.tokens = chunk.usage.total_tokens;
  }
  return read;
}

async function readResponse(answer, streamed) {
  let whole = answer;
  if (streamed) {
    for await (const event of answer) if (event.type === 'response.completed') whole = event.response;
  }
  const texts = whole.output.flatMap((item) => item.content ?? []).map((part) => part.text ?? '');
  const finish = whole.status === 'completed' ? 'stop' : whole.status;
  return { text: texts.join(''), finish, tokens: whole.usage.total_tokens };
}

async function makeCall(client, job) {
  const { call, request } = job;
  if (call === 'models') {
    const models = [];
    for await (const each of client.models.list()) models.push(each.id);
    return { models };
  }
  if (call === 'model') return { models: [(await client.models.retrieve(job.model)).id] };
  if (call.startsWith('embeddings')) {
    const made = await client.embeddings.create(request);
    return { vectors: made.data.map((each) => each.embedding), tokens: made.usage.prompt_tokens };
  }
  if (job.api === 'responses') return readResponse(await client.responses.create(request), request.stream);
  return readChat(await client.chat.completions.create(request), request.stream);
}

async function ask(job) {
  try {
    return { outcome: 'answer', ...(await makeCall(connect(job), job)) };
  } catch (problem) {
    if (!(problem instanceof OpenAIError)) throw problem;
    return { outcome: 'error', message: `${problem.constructor.name}: ${problem.message}` };
  }
}

console.log(JSON.stringify(await ask(JSON.parse(process.argv[2]))));
process.exit(0);

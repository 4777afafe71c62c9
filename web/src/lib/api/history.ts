// Asks the server about the conversations that it keeps for this visitor (docs/protocol.md, "History").
// Never throws: what cannot be done is a problem to show.
import { t } from '$lib/i18n/i18n.svelte';
import { makeProblem, readRefusal, type Problem } from './events';
import { readObject, type Fields } from './fields';

export type Outcome<Value> = { ok: true; value: Value } | { ok: false; problem: Problem };

export async function getHistory(path: string): Promise<Outcome<Fields>> {
  const answer = await request(path, { method: 'GET' });
  if (!answer.ok) return answer;
  const fields = readObject(answer.value);
  return fields
    ? { ok: true, value: fields }
    : { ok: false, problem: makeProblem('malformed', t('history.unreadable')) };
}

export async function changeHistory(
  path: string,
  method: 'POST' | 'PATCH' | 'DELETE',
  body: object | null = null,
): Promise<Outcome<null>> {
  const json = { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await request(path, { method, ...(body && json) });
  return answer.ok ? { ok: true, value: null } : answer;
}

async function request(path: string, init: RequestInit): Promise<Outcome<string>> {
  try {
    const response = await fetch(path, init);
    const body = await response.text();
    return response.ok
      ? { ok: true, value: body }
      : { ok: false, problem: readRefusal(response.status, body) };
  } catch {
    return { ok: false, problem: makeProblem('unreachable', t('problem.unreachable')) };
  }
}

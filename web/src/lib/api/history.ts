// Asks the server about the conversations that it keeps for this visitor (docs/protocol.md, "History").
// Never throws: what cannot be done is a problem to show.
import { t } from '$lib/i18n/i18n.svelte';
import { makeProblem } from './events';
import { readObject, type Fields } from './fields';
import { request, type Outcome } from './request';

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

// One question to the server that is answered in one piece, or a problem to show. Never throws.
import { t } from '$lib/i18n/i18n.svelte';
import { makeProblem, readRefusal, type Problem } from './events';

export type Outcome<Value> = { ok: true; value: Value } | { ok: false; problem: Problem };

/** The body of the answer, whatever it says. */
export async function request(address: string, init: RequestInit): Promise<Outcome<string>> {
  try {
    const response = await fetch(address, init);
    const body = await response.text();
    return response.ok
      ? { ok: true, value: body }
      : { ok: false, problem: readRefusal(response.status, body) };
  } catch {
    return { ok: false, problem: unreachable() };
  }
}

export function unreachable(): Problem {
  return makeProblem('unreachable', t('problem.unreachable'));
}

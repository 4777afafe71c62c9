import { expect, it, vi } from 'vitest';
import { download } from './download';

it('leaves a file that is saved there until the browser has read it', () => {
  vi.useFakeTimers();
  const revoked = vi.spyOn(URL, 'revokeObjectURL');
  const click = vi.fn();
  vi.stubGlobal('document', { createElement: () => ({ click }) });
  download({ name: 'a.md', mediaType: 'text/markdown', content: 'Five.' });
  vi.advanceTimersByTime(5000);
  expect([click.mock.calls.length, revoked.mock.calls.length]).toEqual([1, 0]);
  vi.advanceTimersByTime(60_000);
  expect(revoked).toHaveBeenCalledOnce();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

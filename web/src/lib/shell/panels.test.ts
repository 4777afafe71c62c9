import { describe, expect, it } from 'vitest';
import { Panels } from './panels.svelte';

describe('Panels', () => {
  it('has one panel behind the conversation, and the history before it', () => {
    const panels = new Panels();
    for (const panel of ['source', 'history', 'settings'] as const) panels.apply({ type: 'opened', panel });
    expect([panels.start, panels.end]).toEqual(['history', 'settings']);
    expect(panels.isOpen('source')).toBe(false);
  });

  it('closes only what is open', () => {
    const panels = new Panels();
    panels.toggle('documents');
    panels.apply({ type: 'closed', panel: 'source' });
    expect(panels.end).toBe('documents');
    panels.toggle('documents');
    expect(panels.end).toBe(null);
  });
});

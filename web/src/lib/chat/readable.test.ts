import { describe, expect, it } from 'vitest';
import { nameOf, readable } from './readable';

const text = (words: string) => ({ kind: 'text', text: words });

describe('readable', () => {
  it('gives names to fields and leaves out what is empty', () => {
    const props = {
      model: 'small',
      top: 5,
      use_text_search: true,
      filter: null,
      note: ' ',
      none: {},
      no: [],
    };
    expect(readable(props)).toEqual({
      kind: 'fields',
      fields: [
        { name: 'Model', value: text('small') },
        { name: 'Top', value: { kind: 'number', value: 5 } },
        { name: 'Use text search', value: { kind: 'flag', value: true } },
      ],
    });
    expect(readable({ filter: null })).toBe(null);
    expect(readable([null, ''])).toBe(null);
    expect(readable(undefined)).toBe(null);
  });

  it('knows the messages of a prompt, also with parts for content', () => {
    expect(
      readable([
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'text', text: 'Why?' }] },
      ]),
    ).toEqual({
      kind: 'list',
      more: 0,
      items: [
        { kind: 'message', role: 'system', content: text('Be brief.') },
        {
          kind: 'message',
          role: 'user',
          content: {
            kind: 'list',
            more: 0,
            items: [
              {
                kind: 'fields',
                fields: [
                  { name: 'Type', value: text('text') },
                  { name: 'Text', value: text('Why?') },
                ],
              },
            ],
          },
        },
      ],
    });
  });

  it('keeps a thing with a role and more beside its content as fields', () => {
    expect(readable({ role: 'user', content: 'Why?', id: 7 })).toMatchObject({ kind: 'fields' });
  });

  it('is short and shallow, whatever comes', () => {
    expect(readable(`data:image/png;base64,${'A'.repeat(1000)}`)).toEqual(
      text('data:image/png;base64,AAAAAAAA…'),
    );
    expect(readable('x'.repeat(30_000))).toEqual(text(`${'x'.repeat(20_000)}…`));
    expect(readable(Array.from({ length: 60 }, (_, index) => index))).toMatchObject({ more: 10 });
    let deep: unknown = 'bottom';
    for (let level = 0; level < 10_000; level++) deep = [deep];
    expect(JSON.stringify(readable(deep))).toContain('…');
  });

  it('writes names as words', () => {
    expect(['elapsed_ms', 'id', ''].map(nameOf)).toEqual(['Elapsed ms', 'Id', '']);
  });
});

import { describe, expect, it } from 'vitest';
import { readEvent, readRefusal, readWholeAnswer } from './events';

describe('readEvent', () => {
  it.each(['', '  ', '{"type":"response.process","step":"new"}', '{}'])(
    'has nothing to say about %j',
    (line) => {
      expect(readEvent(line)).toBeNull();
    },
  );

  it.each(['{', '12', 'null', '[]', '<html>', '{"type":"response.output_text.delta","delta":5}'])(
    'reports %j as a line it cannot read',
    (line) => expect(readEvent(line)).toMatchObject({ type: 'error', problem: { code: 'malformed' } }),
  );

  it('reports an error line of an unknown type', () => {
    const event = readEvent('{"type":"other","error":"No."}');
    expect(event).toMatchObject({ type: 'error', problem: { message: 'No.', code: 'unknown' } });
  });

  it('never shows an object as a message', () => {
    const event = readEvent('{"error":{"message":"No."}}');
    expect(event?.type === 'error' && event.problem.message).not.toContain('object');
  });

  it('keeps the sources when a later context brings none', () => {
    expect(readEvent('{"type":"response.context","context":{"thoughts":[]}}')).toEqual({
      type: 'details',
      details: { thoughts: [] },
    });
  });

  it('leaves out what is not a string among the sources', () => {
    const points = '{"citations":["a.md",5,"a.md"],"text":["a.md: x",null,"b.md: y"]}';
    const event = readEvent(`{"type":"response.context","context":{"data_points":${points}}}`);
    expect(event).toMatchObject({ sources: [{ citation: 'a.md', passages: ['x'] }], sessionState: null });
  });
});

describe('readWholeAnswer', () => {
  it('gives the same events as a stream', () => {
    const body =
      '{"output_text":"Yes.","context":{"data_points":{"citations":[],"text":[]}},"session_state":"s"}';
    expect(readWholeAnswer(body)).toEqual([
      { type: 'context', sources: [], sessionState: 's', details: {} },
      { type: 'delta', text: 'Yes.' },
    ]);
  });

  it('reports a body that is no answer', () => {
    expect(readWholeAnswer('<html>')).toMatchObject([{ type: 'error' }]);
  });
});

describe('readRefusal', () => {
  it('tells what the server said', () => {
    const problem = readRefusal(429, '{"error":"Too many.","code":"busy","request_id":"r1","retry_after":2}');
    expect(problem).toEqual({ message: 'Too many.', code: 'busy', requestId: 'r1', retryAfterSeconds: 2 });
  });

  it.each([
    ['the model service is busy', 'The model service is busy'],
    ['gpt-4o-mini is busy', 'gpt-4o-mini is busy'],
    ['messages[3]: too long', 'messages[3]: too long'],
    ['ünknown', 'ünknown'],
  ])('begins %j with a capital when it begins with a word', (sent, shown) => {
    expect(readRefusal(400, JSON.stringify({ error: sent })).message).toBe(shown);
  });

  it('tells the status when the body is not ours', () => {
    expect(readRefusal(502, '<html>bad gateway</html>').message).toContain('502');
  });
});

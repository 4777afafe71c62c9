import { describe, expect, it } from 'vitest';
import { defaultConfig, readConfig } from './config';

describe('readConfig', () => {
  it('works with a server that says nothing', () => {
    expect(readConfig({})).toEqual(defaultConfig);
    expect(readConfig(null)).toEqual(defaultConfig);
  });

  it('shows who writes the answers in the words of the server, or not at all', () => {
    expect(readConfig({ answerer: 'extracts', answererNote: 'Only quotes.' }).note).toBe('Only quotes.');
    expect(readConfig({ answerer: 'extracts' }).note).toBe('');
  });

  it('says that there are no documents only when the server does', () => {
    expect(readConfig({ documents: 'none' }).documents).toBe('none');
    expect(readConfig({ documents: 'some' }).documents).toBe('some');
    expect(readConfig({}).documents).toBe('some');
  });

  it('offers ratings only where the server takes them', () => {
    expect(readConfig({ feedback: true }).feedback).toBe('on');
    expect(readConfig({}).feedback).toBe('off');
  });

  it('asks for whole answers when streaming is off', () => {
    expect(readConfig({ streamingEnabled: false }).delivery).toBe('whole');
  });
});

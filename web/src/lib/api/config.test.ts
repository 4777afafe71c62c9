import { describe, expect, it } from 'vitest';
import { defaultConfig, readConfig } from './config';

describe('readConfig', () => {
  it('works with a server that says nothing', () => {
    expect(readConfig({})).toEqual(defaultConfig);
    expect(readConfig(null)).toEqual(defaultConfig);
  });

  it('says that answers are extracts, and how to configure a model', () => {
    const config = readConfig({ streamingEnabled: true, answerer: 'extracts' });
    expect(config.note).toMatch(/extracts.*not.*language model.*--model/s);
  });

  it("prefers the server's own words", () => {
    expect(readConfig({ answerer: 'extracts', answererNote: 'Only quotes.' }).note).toBe('Only quotes.');
  });

  it('asks for whole answers when streaming is off', () => {
    expect(readConfig({ streamingEnabled: false }).delivery).toBe('whole');
  });
});

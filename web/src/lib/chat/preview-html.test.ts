import { describe, expect, it } from 'vitest';
import { languageOf, withoutHandlers } from './preview-html';

describe('an HTML preview', () => {
  it('reads the language that the document names', () => {
    expect(languageOf('<!doctype html>\n<html class="x" lang="pt-BR"><head>')).toBe('pt-BR');
    expect(languageOf("<HTML LANG='de'>")).toBe('de');
    expect(languageOf('<html data-x><p lang="fr">')).toBe('');
  });

  it('takes the names of handlers away, and nothing else', () => {
    expect(withoutHandlers('<p onclick="a()" class=x/onload=b()>one = on two=2</p>')).toBe(
      '<p data-off="a()" class=x/data-off=b()>one = on two=2</p>',
    );
    expect(withoutHandlers('1 < 2 and <b onclick=')).toBe('1 < 2 and <b data-off=');
  });

  it.each(['<html ', '<a ', '<', '<p onx', '<p on ', '<html lang', '<p "', "<p '/"])(
    'takes time in proportion to a document of nothing but %j',
    (piece) => {
      const html = piece.repeat(1_900_000 / piece.length);
      const started = performance.now();
      languageOf(html);
      withoutHandlers(html);
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );
});

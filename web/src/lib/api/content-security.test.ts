// The browser tests are worth something only under the policy of the product.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

function read(path: string): string {
  return readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
}

/** The adjacent string literals behind the declaration, joined, each run of white space as one space. */
function policyIn(source: string, declaration: RegExp): string {
  const found = declaration.exec(source);
  if (!found) throw new Error(`the policy is not declared as ${declaration}`);
  const literals = /^(?:[\s+]*"[^"]*")+/.exec(source.slice(found.index + found[0].length))?.[0] ?? '';
  const text = [...literals.matchAll(/"([^"]*)"/g)].map((literal) => literal[1]).join('');
  return text.replace(/\s+/g, ' ').trim();
}

describe('the content security policy', () => {
  it('is the same in the fixture server as in the product', () => {
    const product = policyIn(read('src/server/static_files.cpp'), /page_security_policy =/);
    const fixture = policyIn(read('web/e2e/fixture-server.ts'), /const policy =/);
    expect(product).toContain("default-src 'none'");
    expect(fixture).toBe(product);
  });
});

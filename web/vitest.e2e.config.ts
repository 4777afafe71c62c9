// Browser tests: Chromium against the fixture server; or the main path against the server of PARLEY_E2E_URL;
// or, where PARLEY_E2E_MOCK names the mock behind that, what only a server that can be held shows; or, where
// PARLEY_E2E_HOST names another site that shows its chat, that. One browser, so one file at a time.
import { defineConfig } from 'vitest/config';

const { PARLEY_E2E_URL: server, PARLEY_E2E_MOCK: mock, PARLEY_E2E_HOST: host } = process.env;
const mainPath = 'e2e/main-path.test.ts';
const wholeApp = 'e2e/whole-app.test.ts';
const embeddedExample = 'e2e/embedded-example.test.ts';

function included(): string[] {
  if (mock) return [wholeApp];
  if (host) return [embeddedExample];
  return server ? [mainPath] : ['e2e/**/*.test.ts'];
}

export default defineConfig({
  test: {
    include: included(),
    exclude: server ? [] : [wholeApp, embeddedExample],
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

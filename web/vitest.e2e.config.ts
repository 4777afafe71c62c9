// Browser tests: Chromium against the fixture server; or the main path against the server of PARLEY_E2E_URL;
// or, where PARLEY_E2E_MOCK names the mock behind that, what only a server that can be held shows. One
// browser, so one file at a time.
import { defineConfig } from 'vitest/config';

const { PARLEY_E2E_URL: server, PARLEY_E2E_MOCK: mock } = process.env;
const mainPath = 'e2e/main-path.test.ts';
const wholeApp = 'e2e/whole-app.test.ts';

export default defineConfig({
  test: {
    include: mock ? [wholeApp] : server ? [mainPath] : ['e2e/**/*.test.ts'],
    exclude: mock ? [] : [wholeApp],
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

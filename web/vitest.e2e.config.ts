// Browser tests: Chromium against the fixture server, or against PARLEY_E2E_URL. One browser, so one file at
// a time.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [process.env['PARLEY_E2E_URL'] ? 'e2e/main-path.test.ts' : 'e2e/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

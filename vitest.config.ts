import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['test/support/postgres.ts'],
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 3,
    // No file replaces modules or keeps state in them; loading all of them for each takes a quarter of the time.
    isolate: false,
    allowOnly: false,
  },
})

import { defineConfig } from 'vitest/config';
import { base, testOptions } from '../vitest.base.js';

/** The gates of source-agents on the real frameworks: `scripts/test-agents.sh` runs these tests on Node 22. */
export default defineConfig({
  ...base,
  test: { ...testOptions, include: ['agent-matrix/test/**/*.test.ts'] },
});

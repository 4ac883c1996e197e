import { defineConfig } from 'vitest/config';
import { base, testOptions } from '../vitest.base.js';

/** source-agents on the real frameworks, source-mcp on the real coding agents: `scripts/test-agents.sh` runs these tests on Node 22. */
export default defineConfig({
  ...base,
  test: { ...testOptions, include: ['agent-matrix/test/**/*.test.ts'] },
});

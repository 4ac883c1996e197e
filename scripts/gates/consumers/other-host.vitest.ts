import { defineConfig } from 'vitest/config';
import { base, testOptions } from '../../../vitest.base.js';

const { HOST_NAME = '', HOST_FOLDER = '' } = process.env;

/** An adapter's own tests, with another version of its host: `HOST_NAME` is imported from `HOST_FOLDER`. */
export default defineConfig({
  ...base,
  resolve: { ...base.resolve, alias: { [HOST_NAME]: HOST_FOLDER } },
  test: { ...testOptions, include: ['packages/adapter-*/test/**/*.test.ts'] },
});

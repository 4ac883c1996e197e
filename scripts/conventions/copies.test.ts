import { describe, expect, test } from 'vitest';
import { typescriptFiles } from './repository.js';

const files = typescriptFiles();
const textOf = (path: string) => files.find((file) => file.path === path)?.text ?? `there is no ${path}`;

// the simulator and the command line import none of our packages: they have copies, and these stay copies
describe.each([
  [
    'packages/slack-simulator/src/simulator/options',
    'packages/core/src/options',
    ['nearest-name.ts', 'unknown-keys.ts'],
  ],
  ['packages/slack-simulator/src', 'packages/testing/src', ['async-dispose.ts', 'release-process.ts']],
  ['packages/cli/src/options', 'packages/core/src/options', ['credential-fault.ts']],
])('%s has, of %s,', (folder, original, names) => {
  test.each(names)('%s', (name) => {
    expect(textOf(`${folder}/${name}`)).toBe(textOf(`${original}/${name}`));
  });
});

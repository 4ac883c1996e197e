import { describe, expect, test } from 'vitest';
import { typescriptFiles } from './repository.js';

const files = typescriptFiles();
const textOf = (path: string) => files.find((file) => file.path === path)?.text ?? `there is no ${path}`;

// the simulator and the command line import nothing of core: they have copies, and these stay copies
describe.each([
  ['packages/testing/src/simulator/options', ['nearest-name.ts', 'unknown-keys.ts']],
  ['packages/cli/src/options', ['credential-fault.ts']],
])('%s', (folder, names) => {
  test.each(names)('has the %s of core', (name) => {
    expect(textOf(`${folder}/${name}`)).toBe(textOf(`packages/core/src/options/${name}`));
  });
});

import { describe, expect, test } from 'vitest';
import { typescriptFiles } from './repository.js';

const files = typescriptFiles();
const textOf = (path: string) => files.find((file) => file.path === path)?.text ?? `there is no ${path}`;

// the simulator imports nothing of core: it has copies, and these stay copies
describe.each(['packages/testing/src/simulator/options'])('%s', (folder) => {
  test.each(['nearest-name.ts', 'unknown-keys.ts'])('has the %s of core', (name) => {
    expect(textOf(`${folder}/${name}`)).toBe(textOf(`packages/core/src/options/${name}`));
  });
});

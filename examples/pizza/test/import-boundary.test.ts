import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const example = fileURLToPath(new URL('..', import.meta.url));
/** What only the demo and the tests may import. */
const demoOnly = /(?:^|\/)demo\/|^@k8s-pizza\/slack-(?:approval-testing|simulator)$|^playwright-core$|^test-/;

async function importsIn(folder: string): Promise<readonly string[]> {
  const files = (await readdir(join(example, folder), { recursive: true })).filter((file) => file.endsWith('.ts'));
  const imports = await Promise.all(
    files.map(async (file) => {
      const { importedFiles } = ts.preProcessFile(await readFile(join(example, folder, file), 'utf8'), true, true);
      return importedFiles.map(({ fileName }) => `${folder}/${file} imports ${fileName}`);
    }),
  );
  return imports.flat();
}

const isDemoOnly = (line: string): boolean => demoOnly.test(line.split(' imports ')[1] ?? '');

test.each(['src', 'build'])(
  '%s imports nothing of the demo, so neither the service nor the function contains it',
  async (folder) => {
    const imports = await importsIn(folder);

    expect(imports.length).toBeGreaterThan(3);
    expect(imports.filter(isDemoOnly)).toEqual([]);
  },
);

test('an import of the demo would be found', async () => {
  const imports = await importsIn('demo');

  expect(imports.filter(isDemoOnly)).toContainEqual(expect.stringContaining('@k8s-pizza/slack-simulator'));
  expect(isDemoOnly('src/config.ts imports ../demo/demo-world.js')).toBe(true);
});

test('src is one folder of at most 20 files of at most 300 lines', async () => {
  const files = await readdir(join(example, 'src'), { recursive: true });
  const lengths = await Promise.all(
    files.map(async (file) => (await readFile(join(example, 'src', file), 'utf8')).split('\n').length - 1),
  );

  expect(files.length).toBeLessThanOrEqual(20);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(300);
});

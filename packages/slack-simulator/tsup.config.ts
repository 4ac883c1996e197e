import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.js';
import { bundlePage } from './src/page/bundle-page.js';

/** What is bundled into the page travels under its own licence. */
const licences = [
  ['@fontsource/lato', 'LICENSE'],
  ['twemoji-colr-font', 'LICENSE'],
  ['preact', 'LICENSE'],
  ['gemoji', 'license'],
] as const;

const { resolve: find } = createRequire(import.meta.url);

async function writePage(): Promise<void> {
  const client = pathToFileURL(resolve('src/page/client/'));
  const folder = resolve('dist/page');
  await mkdir(folder, { recursive: true });
  for (const [name, content] of await bundlePage(new URL(`${client.href}/`)))
    await writeFile(join(folder, name), content);
  const texts = licences.map(async ([name, file]) => {
    const text = await readFile(join(dirname(find(`${name}/package.json`)), file), 'utf8');
    return `${name}\n\n${text}`;
  });
  await writeFile(join(folder, 'LICENSES.txt'), (await Promise.all(texts)).join(`\n\n${'-'.repeat(80)}\n\n`));
}

export default defineConfig({
  ...library,
  entry: ['src/index.ts', 'src/bin.ts', 'src/msw.ts'],
  esbuildPlugins: [
    {
      name: 'the page as it was built',
      setup(build) {
        build.onResolve({ filter: /\/page-files\.js$/ }, () => ({ path: resolve('src/page/built-page-files.ts') }));
      },
    },
  ],
  onSuccess: writePage,
});

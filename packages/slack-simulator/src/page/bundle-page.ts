import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Bundles the page's script, styles and fonts. `client` is the folder of its sources. @returns every file by name */
export async function bundlePage(client: URL): Promise<ReadonlyMap<string, Uint8Array>> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: ['page.tsx', 'styles/page.css'].map((path) => ({
      in: fileURLToPath(new URL(path, client)),
      out: 'page',
    })),
    outdir: 'page',
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['es2022'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.woff2': 'file' },
    assetNames: '[name]',
    legalComments: 'none',
    logLevel: 'silent',
  });
  const files = new Map(outputFiles.map(({ path, contents }): [string, Uint8Array] => [basename(path), contents]));
  return files.set('page.html', await readFile(new URL('page.html', client)));
}

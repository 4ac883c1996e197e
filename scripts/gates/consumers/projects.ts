import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { npmNameOf } from '../../conventions/package-manifest.js';
import { packageFolders, readIfThere } from '../../conventions/repository.js';

/** A project of a user: which of our packages it installs, and what beside them. One folder holds only what npm can put together. */
export interface Project {
  readonly name: string;
  readonly packages: readonly string[];
  readonly beside: Readonly<Record<string, string>>;
}

/** The versions of these packages that this repository is tested with. */
export function pinned(...names: readonly string[]): Readonly<Record<string, string>> {
  // as: npm has written it
  const { packages } = JSON.parse(readIfThere('package-lock.json') ?? '{}') as {
    readonly packages: Readonly<Record<string, { readonly version?: string } | undefined>>;
  };
  return Object.fromEntries(
    names.map((name) => {
      const version = packages[`node_modules/${name}`]?.version;
      if (version === undefined) throw new Error(`package-lock.json does not name ${name}`);
      return [name, version];
    }),
  );
}

export const projects: readonly Project[] = [
  {
    name: 'current',
    packages: packageFolders(),
    beside: {
      ...pinned(
        'express',
        '@types/express',
        '@slack/bolt',
        'pg',
        '@types/pg',
        '@azure/data-tables',
        '@azure/functions',
        '@opentelemetry/api',
        '@modelcontextprotocol/client',
        '@modelcontextprotocol/server',
      ),
      ...pinned('zod', 'esbuild', '@types/node'),
      'bolt-lowest': 'npm:@slack/bolt@5.0.0',
      jest: '30.5.2',
      koa: '3.3.0',
      'serverless-http': '4.0.0',
      'serverless-http-3': 'npm:serverless-http@3.2.0',
      undici: '7.30.2',
      webpack: '5.113.0',
      'zod-3.23': 'npm:zod@3.23.8',
    },
  },
  {
    name: 'with Express 4',
    packages: ['core', 'adapter-express', 'store-sqlite'],
    beside: {
      ...pinned('zod', '@types/node'),
      express: '4.22.3',
      '@types/express': '4.17.25',
      'express-lowest': 'npm:express@4.17.0',
    },
  },
  {
    name: 'with Bolt 4',
    packages: ['core', 'adapter-bolt'],
    beside: { ...pinned('zod', '@types/node'), '@slack/bolt': '4.7.3', 'bolt-lowest': 'npm:@slack/bolt@4.0.0' },
  },
];

/**
 * Installs a project into a fresh folder.
 *
 * @param tarballs - by the folder of the package
 * @returns what npm said if it failed, such as ERESOLVE
 */
export async function installProject(
  { packages, beside }: Project,
  folder: string,
  tarballs: ReadonlyMap<string, string>,
): Promise<string | null> {
  const ours = Object.fromEntries(packages.map((name) => [npmNameOf(name), `file:${tarballs.get(name)}`]));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: { ...ours, ...beside } }));
  const npm = spawn('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [code]] = await Promise.all([text(npm.stderr), once(npm, 'exit')]);
  return code === 0 ? null : said;
}

import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { withoutDeprecated } from './without-deprecated.js';

/** Brings a prebuilt binary, which no bundler can take in. */
const native = ['libsql'];

const here = fileURLToPath(new URL('..', import.meta.url));
const out = resolve(process.env.INIT_CWD ?? here, process.argv[2] ?? join(here, 'dist/service'));

await rm(out, { recursive: true, force: true });
await build({
  entryPoints: { main: join(here, 'src/start-service.ts') },
  outdir: out,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  conditions: ['@k8s-pizza/source'],
  alias: withoutDeprecated,
  // pg-native is pg's own choice, which it does without
  external: [...native, 'pg-native'],
  // what was CommonJS still calls require
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  legalComments: 'linked',
  minify: true,
  keepNames: true,
  sourcemap: false,
});
for (const name of native) await copyPackage(name, here, new Set());
await writeFile(join(out, 'package.json'), `${JSON.stringify({ private: true, type: 'module' }, null, 2)}\n`);

/** Copies an installed package and all it depends on, as the lock file has them. What is optional may be missing. */
async function copyPackage(name: string, from: string, done: Set<string>): Promise<void> {
  if (done.has(name)) return;
  done.add(name);
  const folder = folderOf(name, from);
  if (folder === null) return;
  const target = join(out, 'node_modules', name);
  await mkdir(dirname(target), { recursive: true });
  await cp(folder, target, { recursive: true, dereference: true });
  // a package's own file, whose form npm has checked
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as Record<string, Record<string, string>>;
  for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) await copyPackage(next, folder, done);
}

function folderOf(name: string, from: string): string | null {
  const places = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
  const found = places.map((place) => join(place, name)).find((folder) => isInstalled(folder));
  return found ?? null;
}

function isInstalled(folder: string): boolean {
  try {
    createRequire(import.meta.url).resolve(join(folder, 'package.json'));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return false;
    throw error;
  }
}

// Installs the packed packages with Jest into a fresh folder, as a stranger would, and lets Jest run them twice: with its
// defaults, which are CommonJS in a `vm` without `import()`, and as ES modules. `npm run jest -- <folder>` writes Jest's reports there.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { npmNameOf } from '../../conventions/package-manifest.js';
import { packageFolders, readIfThere, root } from '../../conventions/repository.js';
import { pack } from './pack.js';

const jestVersion = '30.5.2';
/** What a test run takes is a few seconds; what holds it open longer would hold it for ever. */
const hangsAfterMs = 120_000;
const beside = ['express', '@slack/bolt', 'pg', '@azure/data-tables', '@azure/functions'];

/** The versions that this repository is tested with. */
function pinned(name: string): string {
  // as: npm has written it
  const lock = JSON.parse(readIfThere('package-lock.json') ?? '{}') as {
    readonly packages?: Readonly<Record<string, { readonly version?: string } | undefined>>;
  };
  const version = lock.packages?.[`node_modules/${name}`]?.version;
  if (version === undefined) throw new Error(`package-lock.json does not name ${name}`);
  return version;
}

function install(stage: string): void {
  const tarballs = packageFolders().map((folder) => [
    npmNameOf(folder),
    `file:${pack(folder, join(stage, 'tarballs'))}`,
  ]);
  const dependencies = {
    ...Object.fromEntries(tarballs),
    ...Object.fromEntries([...beside, 'zod'].map((name) => [name, pinned(name)])),
    jest: jestVersion,
  };
  writeFileSync(join(stage, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const { status, stderr } = spawnSync('npm', ['install', '--silent', '--no-audit', '--no-fund'], {
    cwd: stage,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm install failed:\n${stderr}`);
}

/** Writes the one test file as a CommonJS program and as a module, each of which names its packages as a program would. */
async function writeTests(stage: string): Promise<void> {
  for (const [format, name] of [
    ['cjs', 'commonjs.test.js'],
    ['esm', 'modules.test.mjs'],
  ] as const)
    await build({
      entryPoints: [join(root, 'scripts', 'gates', 'packages', 'whole-job.ts')],
      outfile: join(stage, name),
      bundle: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      format,
      logLevel: 'warning',
    });
}

function runJest(stage: string, file: string, nodeOptions: readonly string[], report: string): boolean {
  const jest = join(stage, 'node_modules', 'jest', 'bin', 'jest.js');
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [...nodeOptions, jest, file, '--json', `--outputFile=${report}`],
    { cwd: stage, encoding: 'utf8', timeout: hangsAfterMs, killSignal: 'SIGKILL' },
  );
  // Jest says so after a second, and then waits for ever
  const ended = error === undefined && !stderr.includes('did not exit');
  console.log(`${file}:\n${stderr}`);
  if (!ended) console.error(`${file}: something that a test leaves behind holds Jest open`);
  if (status !== 0 && stderr === '') console.error(stdout);
  return ended && status === 0;
}

// outside the repository: nothing of it may be found from there
const stage = mkdtempSync(join(tmpdir(), 'under-jest-'));
try {
  const reports = resolve(process.argv[2] ?? stage);
  install(stage);
  await writeTests(stage);
  const runs = [
    runJest(stage, 'commonjs.test.js', [], join(reports, 'jest-commonjs.json')),
    runJest(stage, 'modules.test.mjs', ['--experimental-vm-modules'], join(reports, 'jest-modules.json')),
  ];
  process.exitCode = runs.every(Boolean) ? 0 : 1;
} finally {
  rmSync(stage, { recursive: true, force: true });
}

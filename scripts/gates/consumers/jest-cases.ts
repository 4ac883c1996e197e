import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../conventions/repository.js';
import type { Case } from './cases.js';
import { runToEnd } from './run-to-end.js';

/** Writes the one test file as Jest is to run it, and names its packages as a program would. */
async function writeTest(source: string, outfile: string, format: 'cjs' | 'esm'): Promise<void> {
  await build({
    entryPoints: [join(root, source)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format,
    logLevel: 'warning',
  });
}

interface Run {
  readonly name: string;
  readonly source: string;
  readonly file: string;
  readonly report: string;
}

function jestCase(folder: string, { name, source, file, report }: Run): Case {
  const isModule = file.endsWith('.mjs');
  const nodeOptions = isModule ? ['--experimental-vm-modules'] : [];
  const run = async () => {
    await writeTest(source, join(folder, file), isModule ? 'esm' : 'cjs');
    const jest = join(folder, 'node_modules', 'jest', 'bin', 'jest.js');
    const args = [...nodeOptions, jest, file, '--json', `--outputFile=${report}`];
    const { problem, printed } = await runToEnd(process.execPath, args, { cwd: folder });
    // Jest says so after a second, and then waits for ever
    const wrong = printed.includes('did not exit') ? 'something that a test leaves behind holds Jest open' : problem;
    return wrong === null ? null : `${wrong}:\n${printed}`;
  };
  return { name, run };
}

/** Jest with its defaults, which are CommonJS in a `vm` without `import()`, and as ES modules. It writes a report of each test. */
export function jestCases(folder: string, reports: string): readonly Case[] {
  const job = join('scripts', 'gates', 'consumers', 'whole-job.ts');
  const contracts = join('packages', 'testing', 'test', 'contracts', 'runners', 'jest.contract.ts');
  const guide = join('examples', 'test-your-app', 'test', 'deploys.jest.js');
  const runs = [
    { name: 'Jest as CommonJS', source: job, file: 'commonjs.test.js' },
    { name: 'Jest as ES modules', source: job, file: 'modules.test.mjs' },
    { name: 'the guide under Jest as CommonJS', source: guide, file: 'guide.test.js' },
    { name: 'the guide under Jest as ES modules', source: guide, file: 'guide.test.mjs' },
    { name: 'the contracts under Jest as CommonJS', source: contracts, file: 'contracts.test.js' },
    { name: 'the contracts under Jest as ES modules', source: contracts, file: 'contracts.test.mjs' },
  ];
  return runs.map((run) => jestCase(folder, { ...run, report: join(reports, `jest-${run.file}.json`) }));
}

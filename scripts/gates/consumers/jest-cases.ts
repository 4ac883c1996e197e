import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../conventions/repository.js';
import type { Case } from './cases.js';
import { runToEnd } from './run-to-end.js';

/** Writes the one test file as Jest is to run it, and names its packages as a program would. */
async function writeTest(outfile: string, format: 'cjs' | 'esm'): Promise<void> {
  await build({
    entryPoints: [join(root, 'scripts', 'gates', 'consumers', 'whole-job.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format,
    logLevel: 'warning',
  });
}

function jestCase(name: string, folder: string, file: string, report: string, nodeOptions: readonly string[]): Case {
  const run = async () => {
    await writeTest(join(folder, file), file.endsWith('.mjs') ? 'esm' : 'cjs');
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
  const modules = ['--experimental-vm-modules'];
  return [
    jestCase('Jest as CommonJS', folder, 'commonjs.test.js', join(reports, 'jest-commonjs.json'), []),
    jestCase('Jest as ES modules', folder, 'modules.test.mjs', join(reports, 'jest-modules.json'), modules),
  ];
}

import { join } from 'node:path';
import { root } from '../../conventions/repository.js';
import type { Case } from './cases.js';
import { runToEnd } from './run-to-end.js';

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const config = join(root, 'scripts', 'gates', 'consumers', 'other-host.vitest.ts');

/** All tests of an adapter, its contract among them, with the version of its host that a project has installed. */
function adapterTests(name: string, adapter: string, host: string, folder: string, report: string): Case {
  const run = async () => {
    const args = ['run', '--config', config, `packages/${adapter}`];
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
    const env = { HOST_NAME: host, HOST_FOLDER: join(folder, 'node_modules', host) };
    const { problem, printed } = await runToEnd(process.execPath, [vitest, ...args, ...reporters], { cwd: root, env });
    return problem === null ? null : `${problem}:\n${printed}`;
  };
  return { name, run };
}

/** The adapters on the older of the versions that they take as peers. Each test of theirs is counted. */
export function hostCases(express4: string, bolt4: string, reports: string): readonly Case[] {
  return [
    adapterTests('tests on Express 4', 'adapter-express', 'express', express4, join(reports, 'on-express-4.json')),
    adapterTests('tests on Bolt 4', 'adapter-bolt', '@slack/bolt', bolt4, join(reports, 'on-bolt-4.json')),
  ];
}

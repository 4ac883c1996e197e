// Compiles every TypeScript block of the documentation and of the doc comments as a program of its own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFiles, root } from '../conventions/repository.js';
import { codeBlocks } from './code-blocks.js';

// inside the repository, so that packages resolve; ignored by git
const stage = join(root, 'coverage', 'snippets');
const isPublic = /^(?:[^/]+\.md|docs\/.*\.md|(?:packages|examples)\/[^/]+\/(?:README\.md|src\/.*(?<!\.test)\.ts))$/;

const blocks = repositoryFiles()
  .filter(({ path }) => isPublic.test(path))
  .flatMap(({ path, text }) => codeBlocks(path, text));

rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });
for (const { path, line, text } of blocks) {
  const name = `${path.replace(/[^\w]+/g, '-')}-line-${line}.ts`;
  writeFileSync(join(stage, name), `${text}\nexport {};\n`);
}
const config = {
  extends: '../../tsconfig.base.json',
  compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
  include: ['*.ts'],
};
writeFileSync(join(stage, 'tsconfig.json'), JSON.stringify(config));

const tsc = join(root, 'node_modules', '.bin', 'tsc');
const run = blocks.length === 0 ? null : spawnSync(tsc, ['-p', stage, '--noEmit'], { cwd: root, stdio: 'inherit' });
console.log(`${blocks.length} code blocks compiled`);
process.exitCode = run === null || run.status === 0 ? 0 : 1;

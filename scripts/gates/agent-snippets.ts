// Writes every block fenced as `ts agents` into agent-matrix/snippets, where the frameworks are: `tsc -p agent-matrix` compiles them.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFiles, root } from '../conventions/repository.js';
import { codeBlocks } from './code-blocks.js';

// ignored by git
const stage = join(root, 'agent-matrix', 'snippets');

const blocks = repositoryFiles()
  .filter(({ path }) => path.endsWith('.md'))
  .flatMap(({ path, text }) => codeBlocks(path, text, 'ts agents'));
rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });
for (const { path, line, text } of blocks) {
  writeFileSync(join(stage, `${path.replace(/[^\w]+/g, '-')}-line-${line}.ts`), `${text}\nexport {};\n`);
}
if (blocks.length === 0) throw new Error('There are no blocks fenced as `ts agents`; the guide for agents has some.');
console.log(`${blocks.length} code blocks for agent frameworks`);

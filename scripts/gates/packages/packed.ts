// Packs every package as it would be published and looks at the result as a stranger: publint, attw, every file that package.json
// names, no `import()` in CommonJS, a program in each module system that imports every promised name, and the programs that packages bring.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmNameOf, programs } from '../../conventions/package-manifest.js';
import { packageFolders, root } from '../../conventions/repository.js';
import { gateTool } from '../gate-tools.js';
import {
  commonjsConsumer,
  consumerConfig,
  moduleConsumer,
  mswConsumers,
  pageConsumers,
  programConsumers,
  typesConsumer,
} from './consumer.js';
import { dynamicImportsOfCommonJs } from './dynamic-imports.js';
import { missingFiles } from './missing-files.js';
import { packAll } from './pack.js';

// inside the repository, so that dependencies resolve; ignored by git
const stage = join(root, 'coverage', 'packed');
let failureCount = 0;

function run(what: string, command: string, args: readonly string[], cwd = stage): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === 0) return;
  complain(`${what} failed`, `${stdout}${stderr}`);
}

function complain(what: string, detail: string): void {
  failureCount += 1;
  console.error(`${what}:\n${detail}`);
}

function inspect(folder: string, tarball: string): void {
  const installed = join(stage, 'node_modules', npmNameOf(folder));
  mkdirSync(installed, { recursive: true });
  run(`publint ${folder}`, gateTool('publint'), ['run', tarball, '--strict']);
  run(`unpacking ${folder}`, 'tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  const missing = missingFiles(installed);
  if (missing.length > 0) complain(`${folder} names files in its package.json that are not packed`, missing.join('\n'));
  // a program has neither types nor CommonJS
  if (!programs.includes(folder)) inspectModule(folder, tarball, installed);
  // a dependency that npm could not put into the root
  const nested = join(root, 'packages', folder, 'node_modules');
  if (existsSync(nested)) symlinkSync(nested, join(installed, 'node_modules'), 'junction');
}

function inspectModule(folder: string, tarball: string, installed: string): void {
  run(`attw ${folder}`, gateTool('attw'), [tarball, '--no-definitely-typed', '--no-emoji', '--no-color']);
  const calls = dynamicImportsOfCommonJs(installed);
  if (calls.length > 0) complain(`${folder} calls import() in CommonJS, which Jest cannot run`, calls.join('\n'));
}

function execute(programs: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(stage, name), text);
    run(`running ${name}`, process.execPath, [name]);
  }
}

function consume(folder: string): void {
  execute({ [`${folder}.mjs`]: moduleConsumer(folder), [`${folder}.cjs`]: commonjsConsumer(folder) });
  writeFileSync(join(stage, `${folder}.mts`), typesConsumer(folder));
  writeFileSync(join(stage, `${folder}.cts`), typesConsumer(folder));
}

rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });
const folders = packageFolders();
for (const [folder, tarball] of packAll(join(stage, 'tarballs'))) inspect(folder, tarball);
for (const folder of folders.filter((name) => !programs.includes(name))) consume(folder);
execute(pageConsumers());
execute(mswConsumers());
execute(programConsumers());
writeFileSync(join(stage, 'tsconfig.json'), JSON.stringify(consumerConfig));
run('compiling against the packed types', join(root, 'node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.json']);
console.log(`${folders.length} packages packed, ${failureCount} problems`);
process.exitCode = failureCount === 0 && folders.length > 0 ? 0 : 1;

import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { readIfThere } from '../../conventions/repository.js';
import { type Case, copyProgram } from './cases.js';
import { driveProgram, slackEnvironment } from './drive-program.js';
import { runToEnd } from './run-to-end.js';

const guide = readIfThere('docs/guides/bundlers.md') ?? '';

/** The blocks of a language in the guide, in their order. */
function blocks(language: string): readonly string[] {
  return [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text);
}

const [toCommonJs = '', toModule = ''] = blocks('sh').filter((text) => text.includes('esbuild'));
const [webpackConfig = ''] = blocks('js');
const withoutBanner = toModule.replace(/\\\n.*--banner.*/s, '');
/** webpack's program is a separate package: this does the same. */
const webpack = `node -e "require('webpack')(require('./webpack.config.cjs'), (error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
})"`;

interface Bundle {
  readonly name: string;
  readonly command: string;
  readonly file: string;
}

const bundles: readonly Bundle[] = [
  { name: 'esbuild to CommonJS', command: toCommonJs, file: 'main.cjs' },
  { name: 'esbuild to an ES module', command: toModule, file: 'main.mjs' },
  { name: 'webpack', command: webpack, file: 'main.cjs' },
];

/**
 * Bundles a program inside its project by the guide's words, and puts the bundle into a folder where no package is found.
 *
 * @param beside - packages that are there all the same
 */
async function bundle(project: string, program: string, command: string, beside: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(project, 'bundle-'));
  copyProgram(program, folder);
  writeFileSync(join(folder, 'webpack.config.cjs'), webpackConfig);
  const { problem, printed } = await runToEnd('sh', ['-c', command], { cwd: folder });
  if (problem !== null) throw new Error(`\`${command}\` ${problem}:\n${printed}`);
  const elsewhere = mkdtempSync(join(project, '..', 'bundled-'));
  cpSync(join(folder, 'out'), elsewhere, { recursive: true });
  mkdirSync(join(elsewhere, 'node_modules'));
  for (const name of beside) symlinkSync(join(project, 'node_modules', name), join(elsewhere, 'node_modules', name));
  return elsewhere;
}

function runs(project: string, { name, command, file }: Bundle, program: string, beside: readonly string[]): Case {
  const run = async () => {
    const folder = await bundle(project, program, command, beside);
    return await driveProgram([join(folder, file)], folder);
  };
  return { name: `a bundle of ${name}, ${program}`, run };
}

/** A bundle that can't work says why. */
function says(project: string, name: string, { command, file }: Bundle, program: string, words: string): Case {
  const run = async () => {
    const folder = await bundle(project, program, command, []);
    const slack = await createSlackSimulator();
    const { printed } = await runToEnd(process.execPath, [join(folder, file)], {
      cwd: folder,
      env: slackEnvironment(slack),
      watch: (child, soFar) => soFar.includes(words) && child.kill('SIGKILL'),
    });
    await slack.close();
    return printed.includes(words) ? null : `it does not say "${words}":\n${printed}`;
  };
  return { name, run };
}

/** Bundles with the settings of the guide, run where nothing is installed but what the guide says. */
export function bundleCases(project: string): readonly Case[] {
  const [commonJs, module] = bundles;
  if (commonJs === undefined || module === undefined || [toModule, webpackConfig].includes(''))
    throw new Error('docs/guides/bundlers.md has not the blocks that this gate runs');
  return [
    ...bundles.map((made) => runs(project, made, 'on-express', [])),
    ...bundles.map((made) => runs(project, made, 'with-sqlite', ['libsql'])),
    says(
      project,
      'an ES module of esbuild without a `require` says what it lacks',
      { ...module, command: withoutBanner },
      'on-node-http',
      'Dynamic require of "node:',
    ),
    says(project, 'a bundle without libsql says so', commonJs, 'with-sqlite', "sqliteStore can't load libsql"),
  ];
}

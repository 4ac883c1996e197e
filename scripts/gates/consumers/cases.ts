import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../conventions/repository.js';
import { driveProgram } from './drive-program.js';
import { runToEnd } from './run-to-end.js';

/** One thing that has to work in an installed project. */
export interface Case {
  readonly name: string;
  /** @returns what went wrong, or null */
  readonly run: () => Promise<string | null>;
}

const programsFolder = join(root, 'scripts', 'gates', 'consumers', 'programs');

type Format = 'CommonJS' | 'ES modules';
type Aliases = Readonly<Record<string, string>>;

/** Writes a program into its project as one file that imports or requires its packages, and returns the file. */
async function writeProgram(folder: string, program: string, format: Format, alias: Aliases): Promise<string> {
  const name = [program, ...Object.values(alias)].join('-').replaceAll('/', '-');
  const outfile = join(folder, format === 'CommonJS' ? `${name}.cjs` : `${name}.mjs`);
  await build({
    entryPoints: [join(programsFolder, `${program}.mjs`)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: format === 'CommonJS' ? 'cjs' : 'esm',
    alias: { ...alias },
    logLevel: 'warning',
  });
  return outfile;
}

/** One program in one form. */
function asking(name: string, folder: string, program: string, format: Format, alias: Aliases = {}): Case {
  const run = async () => await driveProgram([await writeProgram(folder, program, format, alias)], folder);
  return { name: `${name} as ${format}`, run };
}

/** One program in both forms. */
function askingTwice(name: string, folder: string, program: string): readonly Case[] {
  return [asking(name, folder, program, 'CommonJS'), asking(name, folder, program, 'ES modules')];
}

/** A program that ends with 0 if all is well, and needs no Slack of ours. */
function ending(name: string, folder: string, program: string, ...options: readonly string[]): Case {
  const run = async () => {
    const file = await writeProgram(folder, program, 'ES modules', {});
    const { problem, printed } = await runToEnd(process.execPath, [...options, file], { cwd: folder });
    return problem === null ? null : `${problem}:\n${printed}`;
  };
  return { name, run };
}

/** The programs that run as they are, by the folder of their project. */
export function programCases(current: string, express4: string, bolt4: string): readonly Case[] {
  return [
    ...askingTwice('Express 5', current, 'on-express'),
    ...askingTwice('Express 4', express4, 'on-express'),
    asking('Express 4.17.0', express4, 'on-express', 'CommonJS', { express: 'express-lowest' }),
    ...askingTwice('Bolt 5', current, 'on-bolt'),
    asking('Bolt 5.0.0', current, 'on-bolt', 'CommonJS', { '@slack/bolt': 'bolt-lowest' }),
    ...askingTwice('Bolt 4', bolt4, 'on-bolt'),
    asking('Bolt 4.0.0', bolt4, 'on-bolt', 'CommonJS', { '@slack/bolt': 'bolt-lowest' }),
    ...askingTwice('Socket Mode', current, 'on-socket-mode'),
    ...askingTwice('Koa by handleRaw', current, 'on-koa'),
    asking('Koa by handle', current, 'on-koa-by-handle', 'ES modules'),
    ...askingTwice('serverless-http 4 around Express', current, 'on-serverless-http'),
    asking('serverless-http 3 around Express', current, 'on-serverless-http', 'CommonJS', {
      'serverless-http': 'serverless-http-3',
    }),
    ...askingTwice('a SQLite file', current, 'with-sqlite'),
    asking('a SQLite file beside Express 4', express4, 'with-sqlite', 'CommonJS'),
    asking('a proxy by slack.fetch', current, 'behind-proxy', 'ES modules'),
    ending('node:test', current, 'in-node-test', '--test'),
    ending('zod 3.23 is refused by what it lacks', current, 'with-old-zod'),
  ];
}

/** Copies a program with the files it imports into `src/` of a folder, as `main.js`. */
export function copyProgram(program: string, folder: string): void {
  for (const name of readdirSync(programsFolder))
    cpSync(join(programsFolder, name), join(folder, 'src', name === `${program}.mjs` ? 'main.js' : name));
}

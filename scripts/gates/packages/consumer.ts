import { npmNameOf } from '../../conventions/package-manifest.js';
import { promisedExports, promisedTypes } from '../../conventions/promised-exports.js';

const valuesOf = (folder: string): readonly string[] => promisedExports[folder]?.values ?? [];

function complain(folder: string): string {
  return `const missing = ${JSON.stringify(valuesOf(folder))}.filter((name) => api[name] === undefined);
if (missing.length > 0) throw new Error('not exported: ' + missing.join(', '));\n`;
}

/** An ES module that imports a package and misses none of its promised values. */
export function moduleConsumer(folder: string): string {
  return `import * as api from '${npmNameOf(folder)}';\n${complain(folder)}`;
}

/** The same as a CommonJS module. */
export function commonjsConsumer(folder: string): string {
  return `const api = require('${npmNameOf(folder)}');\n${complain(folder)}`;
}

/** Starts the packed simulator and asks for its page, in either module system. */
export function pageConsumers(): Readonly<Record<string, string>> {
  const name = npmNameOf('slack-simulator');
  const ask = `createSlackSimulator().then(async (slack) => {
  for (const file of ['', 'page.js', 'page.css', 'twemoji.woff2']) {
    const { status } = await fetch(slack.pageUrl + file);
    if (status !== 200) throw new Error('no /' + file + ' in the page: ' + status);
  }
  await slack.close();
});\n`;
  return {
    'page.mjs': `import { createSlackSimulator } from '${name}';\n${ask}`,
    'page.cjs': `const { createSlackSimulator } = require('${name}');\n${ask}`,
  };
}

/** Makes the handlers that the packed simulator has for msw, in either module system. */
export function mswConsumers(): Readonly<Record<string, string>> {
  const name = `${npmNameOf('slack-simulator')}/msw`;
  const use =
    "if (slackHandlers({ url: 'http://127.0.0.1:1', requestUrl: null }).length === 0) throw new Error('no handlers');\n";
  return {
    'msw.mjs': `import { slackHandlers } from '${name}';\n${use}`,
    'msw.cjs': `const { slackHandlers } = require('${name}');\n${use}`,
  };
}

/** Runs the packed programs as a program would: their files are the ones that the packages name. */
export function programConsumers(): Readonly<Record<string, string>> {
  const name = npmNameOf('cli');
  const mcpName = npmNameOf('source-mcp');
  return {
    'mcp.mjs': `import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
const manifestFile = createRequire(import.meta.url).resolve('${mcpName}/package.json');
const { bin, version } = createRequire(import.meta.url)(manifestFile);
const program = new URL(bin['slack-approval-mcp'], 'file://' + manifestFile);
const printed = execFileSync(process.execPath, [program.pathname, '--version'], { encoding: 'utf8' });
if (printed.trim() !== version) throw new Error('another version');
`,
    'program.mjs': `import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
const manifestFile = createRequire(import.meta.url).resolve('${name}/package.json');
const { bin, version } = createRequire(import.meta.url)(manifestFile);
const program = new URL(bin['slack-approval'], 'file://' + manifestFile);
const run = (...words) => execFileSync(process.execPath, [program.pathname, ...words], { encoding: 'utf8' });
if (run('--version').trim() !== version) throw new Error('another version');
if (JSON.parse(run('manifest', '--socket-mode'))._metadata.major_version !== 2) throw new Error('no manifest');
if (!run('manifest', '--socket-mode', '--yaml').includes('socket_mode_enabled: true')) throw new Error('no YAML');
const { status, stdout } = spawnSync(process.execPath, [program.pathname, 'doctor', '--json'], {
  encoding: 'utf8',
  env: { DATABASE_URL: 'file:none.db' },
});
const codes = status === 1 ? JSON.parse(stdout).lines.map(({ code }) => code) : [];
if (!codes.includes('slack_token_missing')) throw new Error('the doctor does not look');
if (!codes.includes('store_missing')) throw new Error('the doctor does not find the packages of a store');
`,
  };
}

/** A TypeScript module that names every promised value and type. */
export function typesConsumer(folder: string): string {
  const types = promisedTypes(folder).map((name) => `type ${name}`);
  return `export { ${[...valuesOf(folder), ...types].join(', ')} } from '${npmNameOf(folder)}';\n`;
}

/** How a program of today is compiled, with none of this repository's own settings. */
export const consumerConfig = {
  compilerOptions: {
    module: 'NodeNext',
    target: 'ES2023',
    strict: true,
    noEmit: true,
    // the packed declarations themselves are judged too
    skipLibCheck: false,
    types: ['node'],
  },
  include: ['*.mts', '*.cts'],
} as const;

import { npmNameOf } from '../conventions/package-manifest.js';
import { promisedExports, promisedTypes } from '../conventions/promised-exports.js';

const valuesOf = (folder: string): readonly string[] => promisedExports[folder]?.values ?? [];

function complain(folder: string): string {
  return `const missing = ${JSON.stringify(valuesOf(folder))}.filter((name) => typeof api[name] !== 'function');
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
  const name = npmNameOf('testing');
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
    skipLibCheck: true,
    types: ['node'],
  },
  include: ['*.mts', '*.cts'],
} as const;

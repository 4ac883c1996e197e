import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmNameOf, programs } from '../../conventions/package-manifest.js';
import { promisedEntries } from '../../conventions/promised-exports.js';
import { root } from '../../conventions/repository.js';
import { typesConsumer } from '../packages/consumer.js';
import type { Case } from './cases.js';
import type { Project } from './projects.js';
import { runToEnd } from './run-to-end.js';

/** As `tsc --init` has it, and with the packages' own declarations judged. */
const compilerOptions = { target: 'ES2023', strict: true, noEmit: true, skipLibCheck: false, types: ['node'] };

const settings = {
  nodenext: { module: 'NodeNext' },
  bundler: { module: 'ESNext', moduleResolution: 'Bundler' },
} as const;

/** Files that name everything public of these packages. */
function sources(packages: readonly string[]): ReadonlyMap<string, string> {
  const modules = packages.filter((folder) => !programs.includes(folder));
  const files = modules.map((folder) => [folder, typesConsumer(folder)] as const);
  const entries = Object.entries(promisedEntries).map(
    ([entry, names]) =>
      [`core-${entry.replaceAll('/', '-')}`, entryConsumer(`${npmNameOf('core')}/${entry}`, names)] as const,
  );
  return new Map([...files, ...entries]);
}

/** Types can't be told from values here: a type alias of an import takes both. */
function entryConsumer(name: string, promised: string): string {
  return `export type { ${promised.split(/\s+/).join(', ')} } from '${name}';\nexport * from '${name}';\n`;
}

/** What a project compiles, under the settings that programs of today have: both, or one where only versions differ. */
export function compileCases(
  { name, packages }: Project,
  folder: string,
  which: readonly (keyof typeof settings)[],
): readonly Case[] {
  return which.map((setting) => ({
    name: `TypeScript, ${setting}, ${name}`,
    run: async () => {
      const inside = join(folder, `types-${setting}`);
      mkdirSync(inside);
      for (const [file, text] of sources(packages)) {
        writeFileSync(join(inside, `${file}.mts`), text);
        // a bundler takes no CommonJS of TypeScript apart
        if (setting === 'nodenext') writeFileSync(join(inside, `${file}.cts`), text);
      }
      const config = { compilerOptions: { ...compilerOptions, ...settings[setting] }, include: ['*.mts', '*.cts'] };
      writeFileSync(join(inside, 'tsconfig.json'), JSON.stringify(config));
      const tsc = join(root, 'node_modules', '.bin', 'tsc');
      const { problem, printed } = await runToEnd(tsc, ['-p', inside], { cwd: inside });
      return problem === null ? null : `${problem}:\n${printed}`;
    },
  }));
}

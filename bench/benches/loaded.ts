// What an app loads before it answers its first click, and what an import of the built packages costs.
// Run: npm run bench -- loaded
import { gzipSync } from 'node:zlib';
import { clickOnlyBundle } from '../../scripts/gates/packages/click-only-bundle.js';
import { importingProgram, importPairs } from '../../scripts/gates/packages/import-pairs.js';
import { buildPackages } from '../measure/build-packages.js';
import { report } from '../report/report.js';
import { ratioFigure } from '../report/row.js';
import { summarise } from '../report/statistics.js';

const section = 'What is loaded';
const rounds = 21;

/** The worker loads with the first poll. */
const poll =
  'const { get, put, claimDue, list, close } = api.memoryStore();' +
  "const slack = { token: 'xoxb-bench', signingSecret: 'bench' };" +
  'await api.createApprovals({ store: { get, put, claimDue, list, close }, slack }).processDue()';

buildPackages(['core', 'source-alertmanager']);
const { text } = await clickOnlyBundle();
report({
  section,
  what: 'loaded before a click is answered, gzip',
  figures: [{ value: gzipSync(text, { level: 9 }).length / 1_000, unit: 'kB', budget: { atMost: 18.5 } }],
  note: 'Bundled and minified by esbuild without what is imported later; `npm run size` is the gate. 1 kB is 1,000 bytes.',
});

for (const [what, program, atMost] of [
  ['core', importingProgram('core'), 0.2],
  ['core with its worker', importingProgram('core', poll), 0.5],
  ['the Alertmanager source, with core', importingProgram('source-alertmanager'), 0.5],
] as const) {
  const pairs = importPairs(program, rounds);
  const shares = pairs.map(({ emptyMs, importingMs }) => (importingMs - emptyMs) / emptyMs);
  const { median: emptyMs } = summarise(pairs.map((pair) => pair.emptyMs));
  report({
    section,
    what: `import of ${what}, of an empty process`,
    figures: [ratioFigure(summarise(shares), { atMost })],
    note: `CPU time beyond that of an empty Node process, which takes ${emptyMs.toFixed(0)} ms here. \`npm run import-cost\` is the gate.`,
  });
}

// What `import` of a built package costs a process that does nothing else: files and code, which are the same on every machine, and CPU time.
// An empty process is subtracted from the time. A busy machine inflates both, so the time is a share of the empty process's,
// which takes about 40 ms on a calm one.
import { importingFilesProgram, importPairs } from './import-pairs.js';
import { loadedFiles } from './loaded-files.js';

interface Budget {
  readonly name: string;
  /** Under `packages/`. */
  readonly files: readonly string[];
  readonly budgetMs: number;
  /** What fails the run. */
  readonly gate: { readonly ms?: number; readonly files: number; readonly kilobytes: number };
}

const core = 'core/dist/index.js';

const budgets: readonly Budget[] = [
  { name: 'core', files: [core], budgetMs: 8, gate: { ms: 12, files: 4, kilobytes: 165 } },
  // loaded with the first work, such as posting a card
  {
    name: 'core with its worker',
    files: [core, 'core/dist/worker.js'],
    budgetMs: 15,
    gate: { files: 8, kilobytes: 428 },
  },
  {
    name: 'the Alertmanager source, with core',
    files: ['source-alertmanager/dist/index.js'],
    budgetMs: 11,
    // the waits of sources that are asked are in the same file of core
    gate: { files: 7, kilobytes: 192 },
  },
];
const calmEmptyMs = 40;
const rounds = 15;

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other).at(Math.floor(values.length / 2)) ?? Number.NaN;
}

interface Cost {
  readonly emptyMs: number;
  /** As it would be where an empty process takes `calmEmptyMs`. */
  readonly calmMs: number;
}

function measure(program: string): Cost {
  const pairs = importPairs(program, rounds);
  const emptyMs = median(pairs.map((pair) => pair.emptyMs));
  const costMs = median(pairs.map((pair) => pair.importingMs)) - emptyMs;
  return { emptyMs, calmMs: costMs * Math.min(1, calmEmptyMs / emptyMs) };
}

/** Noise only ever adds: the lowest of a few medians is the nearest to the truth. */
function lowestCost(program: string, budgetMs: number): Cost {
  let cost = measure(program);
  for (let attempt = 1; attempt < 3 && cost.calmMs > budgetMs; attempt += 1) {
    const again = measure(program);
    if (again.calmMs < cost.calmMs) cost = again;
  }
  return cost;
}

/** @returns whether the package stays below its gates */
async function isCheap({ name, files, budgetMs, gate }: Budget): Promise<boolean> {
  const paths = files.map((path) => `packages/${path}`);
  const { count, kilobytes } = await loadedFiles(paths);
  const { calmMs, emptyMs } = lowestCost(importingFilesProgram(paths), budgetMs);
  const time = `${calmMs.toFixed(1)} ms CPU (an empty process here: ${emptyMs.toFixed(0)} ms), budget ${budgetMs}`;
  const load = `${count} files (gate ${gate.files}), ${kilobytes.toFixed(0)} kB (gate ${gate.kilobytes})`;
  console.log(`import of ${name}: ${load}, ${time}${gate.ms === undefined ? '' : `, gate ${gate.ms}`}`);
  if (calmMs > budgetMs) console.warn(`over the budget of ${budgetMs} ms`);
  return count <= gate.files && kilobytes <= gate.kilobytes && calmMs <= (gate.ms ?? Number.POSITIVE_INFINITY);
}

const areCheap: boolean[] = [];
for (const budget of budgets) areCheap.push(await isCheap(budget));
process.exitCode = areCheap.every(Boolean) ? 0 : 1;

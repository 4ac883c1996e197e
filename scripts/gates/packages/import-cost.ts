// What `import` of a built package costs a process that does nothing else, in CPU time: an empty process is subtracted.
// A busy machine inflates both alike, so the gate is a share of the empty process, which takes about 40 ms on a calm one.
import { importingProgram, importPairs } from './import-pairs.js';

interface Budget {
  readonly name: string;
  /** Under `packages/`. */
  readonly folder: string;
  /** What runs after the import. @default nothing */
  readonly work?: string;
  readonly budgetMs: number;
  readonly gateMs: number;
}

const importWorker = `await import(${JSON.stringify(new URL('../../../packages/core/dist/worker.js', import.meta.url).href)})`;

const budgets: readonly Budget[] = [
  { name: 'core', folder: 'core', budgetMs: 8, gateMs: 10 },
  // loaded with the first work, such as posting a card
  { name: 'core with its worker', folder: 'core', work: importWorker, budgetMs: 15, gateMs: 18 },
  {
    name: 'the Alertmanager source, with core',
    folder: 'source-alertmanager',
    budgetMs: 11,
    gateMs: 13,
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

/** @returns whether the package stays below its gate */
function isCheap({ name, folder, work, budgetMs, gateMs }: Budget): boolean {
  const program = importingProgram(folder, work);
  // noise only ever adds: the lowest of a few medians is the nearest to the truth
  let cost = measure(program);
  for (let attempt = 1; attempt < 3 && cost.calmMs > budgetMs; attempt += 1) {
    const again = measure(program);
    if (again.calmMs < cost.calmMs) cost = again;
  }
  const measured = `${cost.calmMs.toFixed(1)} ms CPU (an empty process here: ${cost.emptyMs.toFixed(0)} ms)`;
  console.log(`import of ${name}: ${measured}, budget ${budgetMs}, gate ${gateMs}`);
  if (cost.calmMs > budgetMs) console.warn(`over the budget of ${budgetMs} ms`);
  return cost.calmMs <= gateMs;
}

process.exitCode = budgets.map(isCheap).every(Boolean) ? 0 : 1;

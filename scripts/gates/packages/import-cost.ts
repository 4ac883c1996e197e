// What `import` of a built package costs a process that does nothing else, in CPU time: an empty process is subtracted.
// A busy machine inflates both alike, so the gate is a share of the empty process, which takes about 40 ms on a calm one.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

interface Budget {
  readonly name: string;
  /** Under `packages/`. */
  readonly files: readonly string[];
  readonly budgetMs: number;
  readonly gateMs: number;
}

const budgets: readonly Budget[] = [
  { name: 'core', files: ['core/dist/index.js'], budgetMs: 8, gateMs: 10 },
  // loaded with the first work, such as posting a card
  { name: 'core with its worker', files: ['core/dist/index.js', 'core/dist/worker.js'], budgetMs: 15, gateMs: 18 },
  {
    name: 'the Alertmanager source, with core',
    files: ['source-alertmanager/dist/index.js'],
    budgetMs: 11,
    gateMs: 13,
  },
];
const calmEmptyMs = 40;
const rounds = 15;

const empty = 'const { user, system } = process.cpuUsage(); process.stdout.write(String((user + system) / 1000));';

function importingProgram(files: readonly string[]): string {
  const urls = files.map((file) => new URL(`../../../packages/${file}`, import.meta.url).href);
  return `${urls.map((url) => `await import(${JSON.stringify(url)});`).join(' ')} ${empty}`;
}

function cpuMs(program: string): number {
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (run.status !== 0) throw new Error(`the process failed: ${run.stderr}`);
  return Number(run.stdout);
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other).at(Math.floor(values.length / 2)) ?? Number.NaN;
}

interface Cost {
  readonly emptyMs: number;
  /** As it would be where an empty process takes `calmEmptyMs`. */
  readonly calmMs: number;
}

// one after the other in turn, so that a busy moment falls on both
function measure(program: string): Cost {
  const pairs = Array.from({ length: rounds }, () => ({ empty: cpuMs(empty), importing: cpuMs(program) }));
  const emptyMs = median(pairs.map((pair) => pair.empty));
  const costMs = median(pairs.map((pair) => pair.importing)) - emptyMs;
  return { emptyMs, calmMs: costMs * Math.min(1, calmEmptyMs / emptyMs) };
}

/** @returns whether the package stays below its gate */
function isCheap({ name, files, budgetMs, gateMs }: Budget): boolean {
  const program = importingProgram(files);
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

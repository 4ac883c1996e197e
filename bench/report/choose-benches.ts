/** A bench and its file, beside the runner. */
export interface Bench {
  readonly name: string;
  readonly file: string;
}

/** Together they make the table. */
const table = [
  'counts',
  'hot-path',
  'parts',
  'http',
  'store-sqlite',
  'store-postgres',
  'loaded',
  'peers-click',
  'peers-request',
  'peers',
] as const;
/** They take long or answer another question, and run where they are named. */
const more = [
  'cold-start',
  'hosts',
  'postgres-puts',
  'sqlite-scans',
  'store-azure-tables',
  'store-memory',
  'storm',
] as const;

/**
 * The benches with these names, or all of the table where no name is given.
 *
 * @throws {Error} on a name that no bench has
 */
export function chooseBenches(names: readonly string[]): {
  readonly benches: readonly Bench[];
  readonly isAll: boolean;
} {
  const all: readonly Bench[] = [
    ...table.map((name) => ({ name, file: `benches/${name}.ts` })),
    ...more.map((name) => ({ name, file: `more/${name}.ts` })),
  ];
  const unknown = names.find((name) => !all.some((bench) => bench.name === name));
  if (unknown !== undefined)
    throw new Error(`There is no bench "${unknown}". There are: ${all.map(({ name }) => name).join(', ')}.`);
  const isAll = names.length === 0;
  return { benches: isAll ? all.slice(0, table.length) : all.filter(({ name }) => names.includes(name)), isAll };
}

import type { PostgresServer } from './start-postgres.js';

/** The variable with the URL of the process that runs the tests; `tests/processes/src/share-in-run.ts` serves it. */
export const runUrlVariable = 'TEST_RUN_URL';

/** What all tests of a run share: created when a test first asks for it, and removed at the end of the run. */
export interface SharedInRun {
  readonly postgres: { readonly port: number; readonly url: string };
  /** The connection string of an empty schema, another one each time. */
  readonly 'postgres-schema': string;
  /** The path of a program's bundle. */
  readonly bundle: string;
}

async function ask<Name extends keyof SharedInRun>(name: Name, program = ''): Promise<SharedInRun[Name]> {
  const runUrl = process.env[runUrlVariable];
  if (runUrl === undefined) throw new Error(`Expected ${runUrlVariable}, which vitest sets; run the test with vitest.`);
  const answer = await fetch(`${runUrl}/${name}?${new URLSearchParams({ program })}`);
  if (!answer.ok) throw new Error(await answer.text());
  // as: the run answers each name as SharedInRun says
  return (await answer.json()) as SharedInRun[Name];
}

/** The PostgreSQL server of this test run. Its tests share it by schemas, and none of them stops it. */
export async function sharedPostgres(): Promise<Omit<PostgresServer, 'stop'>> {
  const { port, url } = await ask('postgres');
  return {
    port,
    createSchema: () => ask('postgres-schema'),
    urlOf: (database) => url.replace(/[^/]*$/, database),
    urlBy: (other, schemaUrl) => schemaUrl.replace(`:${port}/`, `:${other}/`),
  };
}

/** The path of a bundle of this program and the repository's sources, which is made once in a test run. */
export function bundleInRun(program: URL): Promise<string> {
  return ask('bundle', program.href);
}

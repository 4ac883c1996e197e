// vitest's global setup: it starts and serves what the tests of one run share.
import { runUrlVariable, type SharedInRun } from 'test-engines/in-this-run';
import type { PostgresServer } from 'test-engines/start-postgres';
import type { TestProject } from 'vitest/node';
import type { ChildBundle } from './child-bundle.js';
import { serveHttp } from './http-server.js';

type Answers = { readonly [Name in keyof SharedInRun]: (program: string) => Promise<SharedInRun[Name]> };

/** Nothing starts before a test asks for it. Vitest calls this for each project of a run; the first call serves them all. */
export default async function shareInRun(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (process.env[runUrlVariable] !== undefined) return undefined;
  let postgres: Promise<PostgresServer> | null = null;
  const bundles = new Map<string, Promise<ChildBundle>>();

  const started = () => {
    postgres ??= import('test-engines/start-postgres').then(({ startPostgres }) => startPostgres());
    return postgres;
  };
  const bundled = (program: string) => {
    const bundle =
      bundles.get(program) ?? import('./child-bundle.js').then(({ bundleChild }) => bundleChild(new URL(program)));
    bundles.set(program, bundle);
    return bundle;
  };
  const forgetBundles = async () => {
    const made = await Promise.allSettled(bundles.values());
    bundles.clear();
    for (const bundle of made) if (bundle.status === 'fulfilled') bundle.value.remove();
  };
  const answers: Answers = {
    postgres: async () => {
      const { port, urlOf } = await started();
      return { port, url: urlOf('postgres') };
    },
    'postgres-schema': async () => (await started()).createSchema(),
    bundle: async (program) => (await bundled(program)).path,
  };

  const server = await serve(answers);
  process.env[runUrlVariable] = server.origin;
  // a watched source has changed
  project.onTestsRerun(forgetBundles);
  return async () => {
    delete process.env[runUrlVariable];
    await Promise.all([server.close(), forgetBundles(), postgres?.then(({ stop }) => stop())]);
  };
}

function serve(answers: Answers) {
  return serveHttp(async ({ url }, _, response) => {
    const { pathname, searchParams } = new URL(url ?? '', 'http://run');
    const answer = Object.entries(answers).find(([name]) => pathname === `/${name}`)?.[1];
    const [status, body] = await (
      answer?.(searchParams.get('program') ?? '') ?? Promise.reject(new Error(pathname))
    ).then(
      (value) => [200, JSON.stringify(value)] as const,
      (error: unknown) => [500, String(error instanceof Error ? error.stack : error)] as const,
    );
    response.writeHead(status).end(body);
  });
}

import type { Approvals } from '@k8s-pizza/slack-approval';
import { Hono } from 'hono';

interface Context {
  waitUntil(work: Promise<unknown>): void;
}

/** A worker. Its environment comes with each request, so the first one creates the approvals. */
export function createWorker<Env extends object>(create: (env: Env) => Approvals) {
  let created: Approvals | undefined;
  const load = (env: Env): Approvals => {
    created ??= create(env);
    return created;
  };
  const app = new Hono<{ Bindings: Env }>();
  app.all('/slack/*', ({ req, env, executionCtx }) =>
    load(env).handle(req.raw, { waitUntil: (work) => executionCtx.waitUntil(work) }),
  );
  return {
    fetch: app.fetch,
    // crons = ["* * * * *"]
    scheduled: (_event: unknown, env: Env, context: Context) => context.waitUntil(load(env).processDue({ for: '25s' })),
  };
}

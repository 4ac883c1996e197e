import { serve } from '@hono/node-server';
import type { Approvals } from '@k8s-pizza/slack-approval';
import { Hono } from 'hono';
import type { StartScenarioHost } from 'test-scenario/host';
import { openSqlite } from 'test-scenario/open-sqlite';
import { scenario } from 'test-scenario/scenario';

interface Served {
  readonly url: string;
  close(): Promise<void>;
}

function listen(app: Hono): Promise<Served> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
      const close = () => new Promise<void>((closed) => void server.close(() => closed()));
      resolve({ url: `http://127.0.0.1:${port}/slack`, close });
    });
  });
}

/** A web-standard host, which is handed the work it has to stay alive for. */
const startOnHono: StartScenarioHost = async (approvals: Approvals) => {
  const works: Promise<unknown>[] = [];
  const app = new Hono();
  app.post('/slack', ({ req }) => approvals.handle(req.raw, { waitUntil: (work) => void works.push(work) }));
  const { url, close } = await listen(app);
  return { url, workOff: () => Promise.all(works), takeUpDue: () => approvals.processDue(), close };
};

scenario({ host: 'Hono', store: 'SQLite', start: startOnHono, open: () => openSqlite() });

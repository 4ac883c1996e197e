import { getRequestListener } from '@hono/node-server';
import type { Approvals } from '@k8s-pizza/slack-approval';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { Hono } from 'hono';
import type { StartScenarioHost } from 'test-scenario/host';
import { openSqlite } from 'test-scenario/open-sqlite';
import { scenario } from 'test-scenario/scenario';

/** A web-standard host, which gets a `waitUntil` for the work that goes on after the response. */
const startOnHono: StartScenarioHost = async (approvals: Approvals) => {
  const works: Promise<unknown>[] = [];
  const app = new Hono();
  app.post('/slack', ({ req }) => approvals.handle(req.raw, { waitUntil: (work) => void works.push(work) }));
  const { url, close } = await listenOnLoopback(getRequestListener(app.fetch));
  return { url: `${url}/slack`, workOff: () => Promise.all(works), takeUpDue: () => approvals.processDue(), close };
};

scenario({ host: 'Hono', store: 'SQLite', start: startOnHono, open: () => openSqlite() });

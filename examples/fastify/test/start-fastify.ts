import type { Approvals } from '@k8s-pizza/slack-approval';
import fastify from 'fastify';
import { approvalsPlugin } from '../src/approvals-plugin.js';

/** Starts an app that serves the approvals under `/slack`, beside a route of its own. */
export async function startFastify(approvals: Pick<Approvals, 'handleRaw'>) {
  const app = fastify();
  await app.register(approvalsPlugin(approvals), { prefix: '/slack' });
  app.post('/orders', async ({ body }) => body);
  const close = () => app.close();
  return app.listen({ host: '127.0.0.1', port: 0 }).then((origin) => ({ url: `${origin}/slack`, close }));
}

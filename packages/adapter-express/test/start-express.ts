import type { AddressInfo } from 'node:net';
import type { Approvals } from '@k8s-pizza/slack-approval';
import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
import express, { type Express } from 'express';

/** Starts an app on a free port of loopback. */
export async function listen(app: Express, path = '/') {
  const server = app.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => server.once('listening', resolve));
  // a server that listens on a port has an address with one
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}${path}`, close };
}

/** Starts an app that serves the approvals under a path, with whatever a test puts in front. */
export function startExpress(mountPath: string, before: (app: Express) => void = () => undefined) {
  return (approvals: Pick<Approvals, 'receive'>) => {
    const app = express();
    before(app);
    app.use(mountPath, approvalsRouter(approvals));
    return listen(app, mountPath);
  };
}

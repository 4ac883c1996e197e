import type { Approvals } from '@k8s-pizza/slack-approval';
import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import express, { type Express } from 'express';

/** Starts an app on a free port of loopback. */
export async function listen(app: Express, path = '/') {
  const { url, close } = await listenOnLoopback(app);
  return { url: `${url}${path}`, close };
}

/** Starts an app that serves the approvals under a path, with whatever a test puts in front. */
export function startExpress(mountPath: string, before: (app: Express) => void = () => undefined) {
  return (approvals: Pick<Approvals, 'handleRaw'>) => {
    const app = express();
    before(app);
    app.use(mountPath, approvalsRouter(approvals));
    return listen(app, mountPath);
  };
}

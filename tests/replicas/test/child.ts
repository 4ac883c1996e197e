// The program that runs as one replica of several and is killed. It does what messages tell it to do.
import type { Decision } from '@k8s-pizza/slack-approval';
import { type AppReport, obeyAsApp } from 'test-processes/app/obey-as-app';
import { report } from 'test-processes/obey-orders';
import { createReplica } from './create-replica.js';
import type { KindName, Settings } from './settings.js';

/** What it reports without being asked. */
export type Report = AppReport | { readonly type: 'decided'; readonly decision: Decision<unknown> | null };

await obeyAsApp<Settings, KindName>(async (settings, surroundings) => {
  const app = await createReplica(settings, surroundings);
  for (const name of ['approved', 'rejected', 'expired', 'withdrawn'] as const)
    app.approvals.on(name, ({ approval }) => report<Report>({ type: 'decided', decision: approval.decision }));
  app.approvals.start({ pollEvery: `${settings.pollMs}ms` });
  return app;
});

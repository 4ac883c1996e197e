// The program that runs as a process and is killed. It does what messages tell it to do.
import { type AppSettings, createApp } from 'test-processes/app/create-app';
import { type AppReport, obeyAsApp } from 'test-processes/app/obey-as-app';
import { report } from 'test-processes/obey-orders';
import { type KindName, kinds } from './kinds.js';

/** What it reports without being asked. */
export type Report = AppReport | { readonly type: 'event'; readonly name: string; readonly approvalId: string };

await obeyAsApp<AppSettings, KindName>(async (settings, surroundings) => {
  const app = await createApp(settings, surroundings, { kinds });
  for (const name of ['asked', 'approved', 'rejected', 'delivered', 'stuck'] as const)
    app.approvals.on(name, ({ approval }) => report<Report>({ type: 'event', name, approvalId: approval.id }));
  return app;
});

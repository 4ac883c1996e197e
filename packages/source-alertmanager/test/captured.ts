import { readFileSync } from 'node:fs';
import type { Alert, Notification } from '../src/alert-group.js';

/** A body as Alertmanager 0.25 sent it. */
export type Body = Notification & { readonly version: string };

// our own fixture: a list of what was sent, headers and body
const sent: readonly { readonly body: Body }[] = JSON.parse(
  readFileSync(new URL('./captured.json', import.meta.url), 'utf8'),
);

function captured(index: number): Body {
  const found = sent[index];
  if (found === undefined) throw new Error(`There is no captured body ${index}.`);
  return found.body;
}

/** One instance is firing. */
export const firing = captured(0);
/** A second instance has joined. */
export const firingTwo = captured(1);
/** Both have resolved. */
export const resolved = captured(2);

/** The same body with other alerts. */
export function withAlerts(body: Body, change: (alert: Alert, index: number) => Partial<Alert>): Body {
  return { ...body, alerts: body.alerts.map((alert, index) => ({ ...alert, ...change(alert, index) })) };
}

/** What fires again after it has resolved has begun anew. */
export const firingAgain = withAlerts(firing, () => ({ startsAt: '2026-11-22T10:10:00Z' }));

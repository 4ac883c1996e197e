import { createHash } from 'node:crypto';
import type { Alert } from './alert-group.js';

/**
 * How long a resolved alert is remembered. Alertmanager tries to send one notification for a `group_interval` at most, five minutes
 * unless configured otherwise: what comes later was not sent before the alert resolved.
 */
const rememberedMs = 10 * 60_000;
const mostRemembered = 10_000;

/** The alerts that were seen resolved lately, in the memory of this process: by the key under which their group asks. */
export interface ResolvedAlerts {
  add(key: string, alerts: readonly Alert[]): void;
  /** Whether an alert that is said to fire is one that has resolved since: the same labels, and it began before that ended. */
  has(key: string, alert: Alert): boolean;
}

export function createResolvedAlerts(clock: () => number): ResolvedAlerts {
  // in the order in which they were added last: the first is the first to be forgotten
  const seen = new Map<string, { readonly endedAt: number; readonly until: number }>();
  // both may be of any length, and thousands are kept: each name is short, whatever it is made of
  const nameOf = (key: string, { fingerprint }: Alert) =>
    createHash('sha256')
      .update(JSON.stringify([key, fingerprint]))
      .digest('base64');

  function forget(now: number): void {
    for (const [name, { until }] of seen) {
      if (until > now && seen.size <= mostRemembered) return;
      seen.delete(name);
    }
  }

  return {
    add(key, alerts) {
      const now = clock();
      for (const alert of alerts.filter(({ fingerprint }) => fingerprint !== '')) {
        const name = nameOf(key, alert);
        const endedAt = Math.max(Date.parse(alert.endsAt), seen.get(name)?.endedAt ?? 0);
        seen.delete(name);
        seen.set(name, { endedAt, until: now + rememberedMs });
      }
      forget(now);
    },
    has(key, alert) {
      const found = seen.get(nameOf(key, alert));
      return found !== undefined && clock() < found.until && Date.parse(alert.startsAt) <= found.endedAt;
    },
  };
}

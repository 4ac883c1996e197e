import { createHash } from 'node:crypto';
import type { Alert } from './alert-group.js';

/**
 * How long to remember a resolved alert. Alertmanager retries a notification for at most one `group_interval`, by default five
 * minutes, so a later notification was sent after the alert resolved.
 */
const retentionMs = 10 * 60_000;
const maxAlerts = 10_000;

/** Recently resolved alerts by the key of their group's approval, in the memory of this process. */
export interface ResolvedAlerts {
  add(key: string, alerts: readonly Alert[]): void;
  /** Returns whether a firing alert has already resolved: the same labels resolved after this alert started. */
  has(key: string, alert: Alert): boolean;
}

export function createResolvedAlerts(clock: () => number): ResolvedAlerts {
  // in insertion order, so the oldest comes first
  const entries = new Map<string, { readonly endedAt: number; readonly expiresAt: number }>();
  // hashed, since keys and fingerprints may be long, and thousands are stored
  const hashOf = (key: string, { fingerprint }: Alert) =>
    createHash('sha256')
      .update(JSON.stringify([key, fingerprint]))
      .digest('base64');

  function removeExpired(now: number): void {
    for (const [hash, { expiresAt }] of entries) {
      if (expiresAt > now && entries.size <= maxAlerts) return;
      entries.delete(hash);
    }
  }

  return {
    add(key, alerts) {
      const now = clock();
      for (const alert of alerts.filter(({ fingerprint }) => fingerprint !== '')) {
        const hash = hashOf(key, alert);
        const endedAt = Math.max(Date.parse(alert.endsAt), entries.get(hash)?.endedAt ?? 0);
        entries.delete(hash);
        entries.set(hash, { endedAt, expiresAt: now + retentionMs });
      }
      removeExpired(now);
    },
    has(key, alert) {
      const found = entries.get(hashOf(key, alert));
      return found !== undefined && clock() < found.expiresAt && Date.parse(alert.startsAt) <= found.endedAt;
    },
  };
}

import { z } from 'zod';
import type { Notification } from './alert-group.js';

// JSON can contain a lone surrogate, which UTF-8 cannot encode
const text = z.string().refine((value) => !/\p{Surrogate}/u.test(value));
const labels = z.record(text, text);
const instant = text.refine((value) => !Number.isNaN(Date.parse(value)));
const status = z.enum(['firing', 'resolved']);

/**
 * The versions of the payload: Alertmanager's, and Grafana's, which has the same members and more.
 * Source: prometheus.io/docs/alerting/latest/configuration/#webhook_config and the page "Webhook notifier" of grafana.com/docs.
 */
const knownVersions: ReadonlySet<string> = new Set(['4', '1']);

/** The payload of the webhook. */
const notificationSchema = z.object({
  groupKey: text.min(1),
  status,
  receiver: text.default(''),
  groupLabels: labels.default({}),
  commonLabels: labels.default({}),
  commonAnnotations: labels.default({}),
  externalURL: text.default(''),
  alerts: z.array(
    z.object({
      status,
      labels,
      annotations: labels.default({}),
      startsAt: instant,
      endsAt: instant.default('0001-01-01T00:00:00Z'),
      generatorURL: text.default(''),
      fingerprint: text.default(''),
    }),
  ),
  truncatedAlerts: z.int().min(0).default(0),
});

const versionSchema = z.object({ version: z.string() });

/** Why a body is not a notification. It gives no details, so that a response never repeats the request. */
export type BodyProblem = 'malformed_body' | 'unsupported_version';

export function parseNotification(body: unknown): Notification | BodyProblem {
  const version = versionSchema.safeParse(body);
  if (!version.success) return 'malformed_body';
  if (!knownVersions.has(version.data.version)) return 'unsupported_version';
  const parsed = notificationSchema.safeParse(body);
  return parsed.success ? parsed.data : 'malformed_body';
}

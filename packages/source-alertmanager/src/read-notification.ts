import { z } from 'zod';
import type { Notification } from './alert-group.js';

// half a character, which JSON can spell and UTF-8 cannot, fits no payload and no card
const text = z.string().refine((value) => !/\p{Surrogate}/u.test(value));
const labels = z.record(text, text);
const instant = text.refine((value) => !Number.isNaN(Date.parse(value)));
const status = z.enum(['firing', 'resolved']);

/** What is read of the webhook, version 4. Source: prometheus.io/docs/alerting/latest/configuration/#webhook_config. */
const notification = z.object({
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

const versioned = z.object({ version: z.string() });

/** Why a body is no notification. It is not said where: an answer repeats nothing of what was sent. */
export type BodyProblem = 'malformed_body' | 'unsupported_version';

export function readNotification(body: unknown): Notification | BodyProblem {
  const version = versioned.safeParse(body);
  if (!version.success) return 'malformed_body';
  if (version.data.version !== '4') return 'unsupported_version';
  const read = notification.safeParse(body);
  return read.success ? read.data : 'malformed_body';
}

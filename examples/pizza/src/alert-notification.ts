import { z } from 'zod';

/** What this example reads of Alertmanager's webhook, version 4. Source: prometheus.io/docs/alerting/latest/configuration/#webhook_config. */
const alertNotification = z.object({
  version: z.literal('4'),
  groupKey: z.string().min(1),
  status: z.enum(['firing', 'resolved']),
  alerts: z.array(
    z.object({
      status: z.enum(['firing', 'resolved']),
      labels: z.record(z.string(), z.string()),
      annotations: z.record(z.string(), z.string()).default({}),
      startsAt: z.string(),
    }),
  ),
});

export type AlertNotification = z.infer<typeof alertNotification>;

/** Reads a notification's body, or says at which places it is none. */
export function readNotification(body: unknown): AlertNotification | { readonly problem: string } {
  const read = alertNotification.safeParse(body);
  if (read.success) return read.data;
  const places = read.error.issues.map((issue) => issue.path.join('.') || 'the body');
  return { problem: `not an Alertmanager webhook of version 4: see ${[...new Set(places)].join(', ')}` };
}

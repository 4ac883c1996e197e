import { readFile } from 'node:fs/promises';

type Body = Readonly<Record<string, unknown>>;

/** Notifications captured from Alertmanager 0.25: firing, firing with a second instance, resolved. */
export async function capturedAlerts(): Promise<{
  readonly firing: Body;
  readonly joined: Body;
  readonly resolved: Body;
}> {
  const text = await readFile(new URL('../data/alertmanager-webhooks.json', import.meta.url), 'utf8');
  // a file of this example: a list of requests, each with headers and body
  const [firing, joined, resolved] = JSON.parse(text) as readonly { readonly body: Body }[];
  if (firing === undefined || joined === undefined || resolved === undefined)
    throw new Error('data/alertmanager-webhooks.json must hold three notifications, got fewer.');
  return { firing: firing.body, joined: joined.body, resolved: resolved.body };
}

/** The same notification for another group of alerts, which asks for another approval. */
export function ofJob(body: Body, job: string): Body {
  return { ...body, groupKey: `{}:{alertname="HighCPUUsage", job="${job}"}` };
}

/** The response to an alert: what it did, and to which approval. */
export interface AlertAnswer {
  readonly action: string;
  readonly approvalId?: string;
}

/** Sends a notification as Alertmanager does. */
export async function sendAlert(alertsUrl: string, body: Body, token: string | null = null): Promise<AlertAnswer> {
  const response = await fetch(alertsUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`An alert must be answered with 200, got ${response.status}.`);
  // the demo's own function or app answers in this form
  return (await response.json()) as AlertAnswer;
}

/** Above 20 cards, a channel shows one summary card instead. */
export const stormSize = 60;
const maxConcurrent = 10;

interface Storm {
  readonly alertsUrl: string;
  readonly token: string | null;
  /** One of `ALERT_NAMES`. */
  readonly alertname: string;
  readonly now: number;
}

/** Sends the notifications of 60 machines that run hot at once. Each group of alerts asks for one approval. */
export async function sendStorm(storm: Storm): Promise<void> {
  const numbers = Array.from({ length: stormSize }, (_, index) => index + 1);
  for (let start = 0; start < stormSize; start += maxConcurrent) {
    const sending = numbers
      .slice(start, start + maxConcurrent)
      .map((number) => sendAlert(storm.alertsUrl, notification(storm, number), storm.token));
    await Promise.all(sending);
  }
}

function notification({ alertname, now }: Storm, number: number): Readonly<Record<string, unknown>> {
  const instance = `node-${number}:9100`;
  const labels = { alertname, instance, job: 'node-exporter', severity: 'warning' };
  const annotations = { summary: `High CPU usage detected on ${instance}` };
  const startsAt = new Date(now).toISOString();
  return {
    version: '4',
    // the time makes a later storm ask again
    groupKey: `{}:{alertname="${alertname}", instance="${instance}", since="${startsAt}"}`,
    status: 'firing',
    receiver: 'pizza-webhook',
    alerts: [{ status: 'firing', labels, annotations, startsAt }],
  };
}

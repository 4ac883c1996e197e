import { sendAlert } from './captured-alerts.js';

/** More than the 20 cards that may wait in a channel before one card stands for them all. */
export const stormSize = 60;
/** So many notifications are under way at once. */
const atOnce = 10;

interface Storm {
  readonly alertsUrl: string;
  readonly token: string | null;
  /** One that orders pizza. */
  readonly alertname: string;
  readonly now: number;
}

/** Sends what Alertmanager would if as many machines ran hot at once: each group of alerts asks for one approval. */
export async function sendStorm(storm: Storm): Promise<void> {
  const numbers = Array.from({ length: stormSize }, (_, index) => index + 1);
  for (let start = 0; start < stormSize; start += atOnce) {
    const sending = numbers
      .slice(start, start + atOnce)
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
    // a later storm is another occasion
    groupKey: `{}:{alertname="${alertname}", instance="${instance}", since="${startsAt}"}`,
    status: 'firing',
    receiver: 'pizza-webhook',
    alerts: [{ status: 'firing', labels, annotations, startsAt }],
  };
}

import { startAlertmanager } from 'test-engines/start-alertmanager';
import { onTestFinished } from 'vitest';
import { capturedAlerts, ofJob, sendAlert } from '../../demo/send-alerts.js';

/** A source of alerts. Each job is a separate group. */
interface AlertSource {
  /** The alert fires on the first node. */
  fires(job: string): Promise<void>;
  /** Sends the last notification again. */
  firesAgain(job: string): Promise<void>;
  /** It fires on a second node too. */
  joins(job: string): Promise<void>;
  /** It fires on no node any more. */
  resolves(job: string): Promise<void>;
}

/** Makes a source that notifies an address. */
export type OpenSource = (webhook: { readonly url: string; readonly bearer: string }) => Promise<AlertSource>;

/** Sends what was captured from an Alertmanager. */
export const capturedSource: OpenSource = async ({ url, bearer }) => {
  const { firing, joined, resolved } = await capturedAlerts();
  const sends = (body: Readonly<Record<string, unknown>>) => async (job: string) =>
    void (await sendAlert(url, ofJob(body, job), bearer));
  return { fires: sends(firing), firesAgain: sends(firing), joins: sends(joined), resolves: sends(resolved) };
};

/** Two of them that have lost each other, as a pair in a split network: what one notifies of, the other does too. */
export const realSource: OpenSource = async (webhook) => {
  const [one, other] = [await startAlertmanager({ webhook }), await startAlertmanager({ webhook })];
  onTestFinished(async () => void (await Promise.all([one.stop(), other.stop()])));
  const alert = async ({ amtool }: typeof one, job: string, node: number, ...more: readonly string[]) =>
    void (await amtool(
      'alert',
      'add',
      'alertname=HighCPUUsage',
      `job=${job}`,
      'severity=warning',
      `instance=node-${node}:9100`,
      '--annotation=summary=High CPU usage detected',
      ...more,
    ));
  return {
    fires: (job) => alert(one, job, 1),
    firesAgain: (job) => alert(other, job, 1),
    joins: (job) => alert(one, job, 2),
    resolves: (job) => alert(one, job, 1, `--end=${new Date().toISOString()}`),
  };
};

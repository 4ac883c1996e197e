import { expect, test } from 'vitest';
import { createWorld } from './world.js';

/**
 * The form of a webhook contact point of Grafana, with its own members beside Alertmanager's.
 * Source: grafana.com/docs/grafana/latest/alerting/…/webhook-notifier, "Body" and "Alert".
 */
function notification(status: 'firing' | 'resolved') {
  const labels = { alertname: 'HighCPUUsage', grafana_folder: 'Ovens', instance: 'node-1:9100', severity: 'warning' };
  const annotations = { summary: 'node-1 is hot', runbook_url: 'https://wiki.example.com/cpu' };
  return {
    receiver: 'approvals',
    status,
    orgId: 1,
    alerts: [
      {
        status,
        labels,
        annotations,
        startsAt: '2026-11-22T10:51:03.157076+01:00',
        endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-11-22T11:01:03.157076+01:00',
        generatorURL: 'https://grafana.example.com/alerting/grafana/c1/view',
        fingerprint: 'c6eadffa33fcdf37',
        silenceURL: 'https://grafana.example.com/alerting/silence/new?alertmanager=grafana',
        dashboardURL: '',
        panelURL: '',
        imageURL: '',
        values: { B: 97.2, C: 1 },
        valueString: "[ var='B' labels={} value=97.2 ]",
      },
    ],
    groupLabels: { alertname: 'HighCPUUsage', grafana_folder: 'Ovens' },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: 'https://grafana.example.com/',
    appVersion: '12.0.0',
    version: '1',
    groupKey: '{}:{alertname="HighCPUUsage", grafana_folder="Ovens"}',
    truncatedAlerts: 0,
    title: '[FIRING:1] HighCPUUsage Ovens (node-1:9100 warning)',
    state: 'alerting',
    message: '**Firing**',
  };
}

test('a contact point of Grafana asks, and takes its question back', async () => {
  const world = await createWorld();

  const asked = await world.send(notification('firing'));
  await world.work();
  const cards = world.cards();
  const withdrawn = await world.send(notification('resolved'));

  expect(asked).toMatchObject({ status: 200, action: 'asked' });
  expect(cards).toMatchObject([{ text: expect.stringContaining('HighCPUUsage') }]);
  expect(withdrawn).toEqual({ status: 200, action: 'withdrawn', approvalId: asked.approvalId });
});

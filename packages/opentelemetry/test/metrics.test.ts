import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { anApp, defineDeploy } from './an-app.js';
import { aTelemetry, valuesOf } from './telemetry.js';

/** A day: one is approved after an hour, one rejected, one withdrawn unseen, one expires after two days, two wait. */
async function aDay() {
  let refuses = true;
  const app = await anApp(async () => {
    if (refuses) throw new Error('not now');
  });
  const telemetry = aTelemetry();
  app.instrument(telemetry);
  await app.ask('never answered');
  const { approval: unseen } = await app.deploys.ask({ version: 'unseen' }, { requester: 'ci', channel: 'C0GONE' });
  await app.approvals.withdraw(unseen.id, { by: 'ci', reason: 'wrong channel' });
  const approved = await app.ask('approved');
  const rejected = await app.ask('rejected');
  await app.advance('1h');
  await app.approve(approved, { as: 'U0ALICE' });
  await app.reject(rejected, { as: 'U0ALICE' });
  refuses = false;
  await app.advance('10m');
  await app.approvals.reportProgress(approved.id, { step: 'build', state: 'failed' });
  await app.advance('2d');
  await app.ask('waits');
  await app.ask('waits too');
  await app.settle();
  return { app, telemetry };
}

describe('after a day', () => {
  test('every question, decision and time to decide is counted', async () => {
    const { telemetry } = await aDay();

    expect(await valuesOf(telemetry, 'approval.asked')).toEqual(['kind=deploy: 6']);
    expect(await valuesOf(telemetry, 'approval.decided')).toEqual([
      'kind=deploy outcome=withdrawn: 1',
      'kind=deploy outcome=approved: 1',
      'kind=deploy outcome=rejected: 1',
      'kind=deploy outcome=expired: 1',
    ]);
    const durations = await valuesOf(telemetry, 'approval.decision.duration');
    expect(durations).toContain('kind=deploy outcome=withdrawn: 1 of 0');
    expect(durations).toContainEqual(expect.stringMatching(/^kind=deploy outcome=approved: 1 of 36\d\d$/));
    expect(durations).toContainEqual(expect.stringMatching(/^kind=deploy outcome=expired: 1 of 17\d{4}$/));
    expect(await valuesOf(telemetry, 'approval.never_shown')).toEqual(['kind=deploy outcome=withdrawn: 1']);
  });

  test('attempts, failed steps, calls to Slack and the store are counted by how they ended', async () => {
    const { telemetry } = await aDay();

    const attempts = await valuesOf(telemetry, 'approval.delivery.duration');
    expect(attempts.map((text) => text.replace(/ of .*/, '')).toSorted()).toEqual([
      'kind=deploy outcome=delivered: 4',
      'kind=deploy outcome=retry: 4',
    ]);
    expect(await valuesOf(telemetry, 'approval.step.failed')).toEqual(['kind=deploy: 1']);
    const calls = (await valuesOf(telemetry, 'approval.slack.call.duration')).map((text) => text.split(':')[0]);
    expect(calls).toEqual(expect.arrayContaining(['method=post outcome=ok', 'method=update outcome=ok']));
    const operations = (await valuesOf(telemetry, 'approval.store.operation.duration')).map(
      (text) => text.split(':')[0],
    );
    expect(operations).toEqual(
      expect.arrayContaining(['method=get outcome=ok', 'method=put outcome=ok', 'method=claimDue outcome=ok']),
    );
  });

  test('times have buckets from seconds to a week, and their unit', async () => {
    const { telemetry } = await aDay();

    const metrics = await telemetry.collect();
    const durations = metrics.filter(({ descriptor }) => descriptor.name.endsWith('.duration'));
    expect(durations.map(({ descriptor }) => descriptor.unit)).toEqual(['s', 's', 's', 's']);
    const decision = durations.find(({ descriptor }) => descriptor.name === 'approval.decision.duration');
    expect(decision?.dataPoints[0]?.value).toMatchObject({
      buckets: { boundaries: [15, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 259_200, 604_800] },
    });
  });

  test('attributes of metrics have few values: no id, name or text is among them', async () => {
    const { telemetry } = await aDay();

    const attributes = (await telemetry.collect()).flatMap(({ dataPoints }) =>
      dataPoints.map((point) => point.attributes),
    );
    const values = new Set(attributes.flatMap((one) => Object.values(one)));
    const words = ['ok', 'conflict', 'approved', 'rejected', 'expired', 'withdrawn', 'delivered', 'retry', 'waiting'];
    const methods = [
      'get',
      'put',
      'claimDue',
      'list',
      'post',
      'update',
      'openView',
      'installation',
      'person',
      'ephemeral',
    ];
    expect(
      [...values].filter((value) => ![...words, ...methods, 'deploy', 'directMessage'].includes(String(value))),
    ).toEqual([]);
  });
});

describe('what waits', () => {
  test('is the same number in every process, and 0 once nothing waits', async () => {
    const app = await anApp();
    const other = app.again();
    defineDeploy(other, async () => undefined);
    const [here, there] = [aTelemetry(), aTelemetry()];
    app.instrument(here);
    app.instrument(there, {}, other);
    const approval = await app.ask();
    await app.ask('another');

    expect(await valuesOf(here, 'approval.waiting')).toEqual(['kind=deploy: 2']);
    expect(await valuesOf(there, 'approval.waiting')).toEqual(['kind=deploy: 2']);

    await app.approve(approval, { as: 'U0ALICE' });
    await app.advance('3d');

    expect(await valuesOf(there, 'approval.waiting')).toEqual(['kind=deploy: 0']);
  });

  test('and what needs attention: a delivery that is dead', async () => {
    const app = await anApp(() => Promise.reject(new SlackApprovalError('delivery_rejected', 'never')));
    const telemetry = aTelemetry();
    app.instrument(telemetry);
    await app.approve(await app.ask(), { as: 'U0ALICE' });
    await app.settle();

    expect(await valuesOf(telemetry, 'approval.attention')).toEqual(['kind=deploy: 1']);
    expect(await valuesOf(telemetry, 'approval.delivery.dead')).toEqual(['kind=deploy: 1']);
    expect(telemetry.spans().find(({ name }) => name === 'carry out deploy')?.attributes).toMatchObject({
      'error.type': 'delivery_dead',
    });
  });
});

import { inspect } from 'node:util';
import { user } from '@k8s-pizza/slack-approval';
import { expect, test } from 'vitest';
import { anApp } from './an-app.js';
import { aTelemetry, type Telemetry } from './telemetry.js';

/** Everything that leaves the process, as one text. */
async function allOf(telemetry: Telemetry): Promise<string> {
  const spans = telemetry.spans().map(({ name, attributes, events, links, status }) => {
    return { name, attributes, events, links, status };
  });
  return inspect([spans, await telemetry.collect()], { depth: 20, maxArrayLength: null, maxStringLength: null });
}

/** Plants a text in everything that people and programs write. */
async function plantEverywhere(userIds: boolean) {
  const app = await anApp(async () => Promise.reject(new Error('planted by the sink')));
  const telemetry = aTelemetry();
  app.instrument(telemetry, { userIds });
  const { approval } = await app.deploys.ask(
    { version: 'planted-version' },
    {
      requester: user('U0BOB'),
      key: 'planted-key',
      context: ['planted line'],
    },
  );
  await app.settle();
  const asked = { requester: 'planted-requester', onBehalfOf: user('U0CAROL') };
  const { approval: other } = await app.deploys.ask({ version: 'planted too' }, asked);
  await app.settle();
  await app.reject(other, { as: 'U0ALICE', reason: 'planted reason' });
  await app.slack.click({
    userId: 'U0CAROL',
    channelId: 'C0PIZZA',
    ts: (await app.approvals.get(approval.id))?.copies[0]?.ts ?? '',
    actionId: 'approval:default:approve',
  });
  await app.approve(approval, { as: 'U0ALICE' });
  await app.approvals.reportProgress(approval.id, { step: 'build', state: 'failed', detail: 'planted detail' });
  await app.advance('10m');
  await app.approvals.withdraw((await app.ask('planted again')).id, { by: 'planted-withdrawer', reason: 'planted' });
  await app.settle();
  return { app, text: await allOf(telemetry) };
}

test('no payload, text, key, name, token, address or user id is in a span or a metric', async () => {
  const { app, text } = await plantEverywhere(false);

  expect(text).toContain('approval deploy');
  expect(text).toContain("'reply'");
  expect(text).not.toMatch(/planted|Deploy|http|response_url/);
  expect(text).not.toMatch(/U0ALICE|U0BOB|U0CAROL|C0PIZZA/);
  expect(text).not.toContain(app.slack.botToken);
  expect(text).not.toContain(app.slack.signingSecret);
});

test('user ids are there if they are asked for, and in spans only', async () => {
  const { text } = await plantEverywhere(true);

  expect(text).toContain("'approval.decided_by': [ 'U0ALICE' ]");
  expect(text).toContain("'approval.requested_by': 'U0BOB'");
  expect(text).not.toMatch(/planted|U0CAROL/);
});

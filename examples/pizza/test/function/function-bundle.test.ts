import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { registeredBy, startFunctionApp } from 'test-engines/function-app';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { capturedAlerts } from '../../demo/send-alerts.js';
import { aBundle } from '../world/a-bundle.js';
import { aSecret, customer } from '../world/an-environment.js';

const { firing } = await capturedAlerts();
const headers = { 'content-type': 'application/json' };
const load = createRequire(import.meta.url);

let bundle = '';
beforeAll(async () => {
  const { folder, remove } = await aBundle('build-function');
  bundle = folder;
  return remove;
});

/** Loads the bundle's entry as the worker does, in the environment that is set. */
function loadEntry(settings: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const entry = join(bundle, 'main.cjs');
  delete load.cache[entry];
  load(entry);
}

const elsewhere = {
  ...customer,
  SLACK_APP_URL: 'http://127.0.0.1:9',
  REPORT_SECRET: aSecret(),
  DECISION_SECRET: aSecret(),
  KUBERNETES_API_URL: 'http://127.0.0.1:9',
};

test('the folder holds only what is deployed, with nothing to install', async () => {
  const manifest = JSON.parse(await readFile(join(bundle, 'package.json'), 'utf8'));
  const host = JSON.parse(await readFile(join(bundle, 'host.json'), 'utf8'));

  expect((await readdir(bundle)).filter((file) => !file.endsWith('.txt'))).toEqual([
    'host.json',
    'main.cjs',
    'package.json',
  ]);
  expect(manifest).toMatchObject({ main: 'main.cjs' });
  expect(manifest).not.toHaveProperty('dependencies');
  expect(host).toMatchObject({ version: '2.0' });
});

test('its entry registers the functions and answers', async () => {
  const { url, close } = await startFunctionApp(() => loadEntry(elsewhere));
  onTestFinished(close);

  const alert = await fetch(`${url}/OrderPizza`, { method: 'POST', headers, body: JSON.stringify(firing) });
  const decision = await fetch(`${url}/HttpPizzaOrderConfirmationHandler`, { method: 'POST', body: '{}' });

  // nobody listens at the address of the Slack app, and nobody has signed
  expect([alert.status, decision.status]).toEqual([503, 401]);
});

test('with the Slack app inside, too', () => {
  const { SLACK_APP_URL: _, ...others } = elsewhere;
  const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret', SLACK_CHANNEL: 'C0PIZZA' };
  const settings = { ...others, ...slack, AzureWebJobsStorage: 'UseDevelopmentStorage=true' };

  const names = registeredBy(() => loadEntry(settings)).map(({ name }) => name);

  expect(names).toEqual(['slackApprovals', 'slackApprovalsDue', 'OrderPizza', 'ReportProgress']);
});

test('without settings, it starts and says so', async () => {
  const { url, close } = await startFunctionApp(() => loadEntry({}));
  onTestFinished(close);

  const answer = await fetch(`${url}/OrderPizza`, { method: 'POST', headers, body: JSON.stringify(firing) });

  expect([answer.status, await answer.json()]).toEqual([500, { error: 'not_configured' }]);
});

// A function app in a process of its own, from its first line to its first answer. It says what was loaded by then, and later.
import { createRequire } from 'node:module';
import { app } from '@azure/functions';
import { createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import { registerApprovals } from '@k8s-pizza/slack-approval-azure-functions';
import { signSlackRequest } from '@k8s-pizza/slack-approval-testing';
import { invoke, loadApp } from './functions-host.js';

const { apiUrl, botToken, signingSecret, teamId, appId } = JSON.parse(process.argv[2] ?? '{}');
const { cache } = createRequire(import.meta.url);
const loadedFiles = () => Object.keys(cache).filter((path) => /[\\/]@slack[\\/]web-api[\\/]/.test(path)).length;

// here one process plays the function app and its database
const { get, put, claimDue, list, close } = memoryStore();
const store = { get, put, claimDue, list, close };
const order = {
  schema: { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } },
  card: () => ({ title: 'Order pizza?' }),
  channel: 'C0PIZZA',
  approvers: [user('U0ALICE')],
  onDecision: async () => undefined,
} as const;

// asked by a process that has no Slack, so that nothing is posted yet
const { approval } = await createApprovals({ store })
  .define('pizza-order', order)
  .ask({ size: 'large' }, { requester: 'test' });

const slack = { token: botToken, signingSecret, apiUrl, teamId, appId };
const approvals = createApprovals({ store, slack });
approvals.define('pizza-order', order);
const { functions } = loadApp(() => registerApprovals(app, approvals));

const action = {
  type: 'button',
  action_id: 'approval:default:approve',
  block_id: 'decide',
  value: `v1.${approval.id}.${approval.digest}`,
  action_ts: '1767261600.000100',
};
const payload = {
  type: 'block_actions',
  api_app_id: appId,
  team: { id: teamId },
  user: { id: 'U0ALICE', team_id: teamId },
  container: { type: 'message', message_ts: '1767261600.000001', channel_id: 'C0PIZZA' },
  channel: { id: 'C0PIZZA' },
  actions: [action],
};
const click = signSlackRequest({
  signingSecret,
  body: `payload=${encodeURIComponent(JSON.stringify(payload))}`,
  timestampSeconds: Math.floor(Date.now() / 1000),
});
const http = {
  method: 'POST',
  url: 'http://localhost/slack',
  headers: Object.fromEntries(click.headers),
  body: { bytes: new Uint8Array(await click.arrayBuffer()) },
};

const answer = (await invoke(functions.get('slackApprovals'), { http }))?.http;
const atAnswer = { status: answer?.statusCode, decided: (await approvals.get(approval.id))?.status };
const filesAtAnswer = loadedFiles();
process.send?.({ type: 'answered', ...atAnswer, webApiFiles: filesAtAnswer });

process.on('message', () => {
  process.send?.({ type: 'later', webApiFiles: loadedFiles() });
  process.disconnect();
});

// What the first click costs a process that has just been started: CPU time from its first line to its answer.
// The functions are those that would be deployed, from `dist` and unbundled.
// Run: npm run bench -- cold-start
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import { buildPackages } from '../measure/build-packages.js';
import { secret, signedClick } from '../measure/signed-click.js';
import { report } from '../report/report.js';
import { summarise } from '../report/statistics.js';

const rounds = 11;
const root = fileURLToPath(new URL('../..', import.meta.url));
const runtime = fileURLToPath(new URL('../../packages/adapter-azure-functions/test/runtime', import.meta.url));

async function pendingRow() {
  const store = memoryStore();
  const kind = createApprovals({ store }).define('pizza-order', {
    // takes whatever it is given, so that no schema library is part of what is measured
    schema: { '~standard': { version: 1, vendor: 'bench', validate: (value: unknown) => ({ value }) } },
    channel: 'C0PIZZA',
    card: () => ({ title: 'Order pizza?' }),
    approvers: [user('U0ALICE')],
    onDecision: async () => undefined,
  });
  const { approval } = await kind.ask({ size: 'large' }, { requester: 'bench' });
  const row = await store.get(approval.id);
  return { row, value: `v1.${approval.id}.${approval.digest}` };
}

buildPackages(['core', 'adapter-azure-functions', 'adapter-bolt']);
const { row, value } = await pendingRow();
const click = signedClick({ actionId: 'approval:default:approve', value, nowMs: Date.now() });

const given = `
const row = ${JSON.stringify(row)};
const body = ${JSON.stringify(click.body.toString())};
const headers = ${JSON.stringify(click.headers)};
const secret = ${JSON.stringify(secret)};
const answered = (status) => {
  const { user, system } = process.cpuUsage();
  process.stdout.write(JSON.stringify({ status: Number(status), cpuMs: (user + system) / 1000, ms: performance.now() }));
  process.exit();
};`;

const approvals = `
const { createApprovals, memoryStore } = await import('@k8s-pizza/slack-approval');
const { get, put, claimDue, list, close } = memoryStore();
await put(row, 0);
const slack = { token: 'xoxb-bench', signingSecret: secret, teamId: 'T0PIZZA', appId: 'A0PIZZA' };
const approvals = createApprovals({ store: { get, put, claimDue, list, close }, slack });`;

const azure = (register: string) => `
const { createRequire } = await import('node:module');
const { app } = await import('@azure/functions');
const runtime = createRequire(${JSON.stringify(import.meta.url)})('@azure/functions-core');
${register}
const { metadata, callback } = [...runtime.takeFunctions().values()][0];
const http = { method: 'POST', url: 'http://localhost/slack', headers, body: { bytes: Buffer.from(body) } };
const [name] = Object.entries(metadata.bindings).find(([, { type }]) => type === 'httpTrigger');
const request = { inputData: [{ name, data: { http } }], triggerMetadata: {} };
const model = runtime.programmingModel().getInvocationModel({ invocationId: 'i', metadata, request, log() {} });
const { context, inputs } = await model.getArguments();
const result = await model.invokeFunction(context, inputs, callback);
answered((await model.getResponse(context, result)).returnValue.http.statusCode);`;

const byHand = `
const { createHmac, timingSafeEqual } = await import('node:crypto');
app.http('byHand', { methods: ['POST'], authLevel: 'anonymous', handler: async (request) => {
  const bytes = Buffer.from(await request.arrayBuffer());
  const timestamp = request.headers.get('x-slack-request-timestamp');
  const mac = createHmac('sha256', secret).update('v0:' + timestamp + ':').update(bytes).digest('hex');
  const isSigned = timingSafeEqual(Buffer.from('v0=' + mac), Buffer.from(request.headers.get('x-slack-signature')));
  const { actions } = JSON.parse(decodeURIComponent(bytes.toString().slice('payload='.length).replaceAll('+', ' ')));
  return { status: isSigned && actions.length === 1 ? 200 : 401 };
} });`;

const bolt = (register: string) => `
const { default: { App, AwsLambdaReceiver } } = await import('@slack/bolt');
const receiver = new AwsLambdaReceiver({ signingSecret: secret });
const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B', botUserId: 'U' }) });
${register}
answered((await receiver.toHandler()({ headers, body, path: '/' }, {})).statusCode);`;

const programs: readonly (readonly [name: string, program: string])[] = [
  ['an empty process', 'answered(200);'],
  ['Azure Functions, by hand', azure(byHand)],
  [
    'Azure Functions, approvals',
    approvals +
      azure(
        `const { registerApprovals } = await import('@k8s-pizza/slack-approval-azure-functions'); registerApprovals(app, approvals);`,
      ),
  ],
  ['Bolt, its Lambda receiver alone', bolt(`app.action(/.*/, async ({ ack }) => ack());`)],
  [
    'Bolt, its Lambda receiver, approvals',
    approvals +
      bolt(
        `const { registerApprovals } = await import('@k8s-pizza/slack-approval-bolt'); registerApprovals(app, approvals);`,
      ),
  ],
];

function run(program: string): { readonly cpuMs: number; readonly ms: number } {
  const args = ['--input-type=module', '--eval', given + program];
  const env = { ...process.env, NODE_OPTIONS: '', NODE_PATH: runtime };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env });
  if (status !== 0 || !stdout.includes('"status":200')) throw new Error(`the process failed: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}

// all in turn, so that a busy moment falls on all of them
const results = programs.map(([name]) => ({ name, runs: [] as { readonly cpuMs: number; readonly ms: number }[] }));
for (let round = 0; round < rounds; round += 1) {
  for (const [index, [, program]] of programs.entries()) results[index]?.runs.push(run(program));
}
for (const { name, runs } of results) {
  const { median, spread } = summarise(runs.map(({ cpuMs }) => cpuMs));
  const { median: ms } = summarise(runs.map((one) => one.ms));
  report({
    section: 'More',
    what: `first click of a process: ${name}`,
    figures: [
      { value: median, spread, unit: 'ms of CPU' },
      { value: ms, unit: 'ms' },
    ],
    note: `From the start of the process to its answer, ${rounds} processes each.`,
  });
}

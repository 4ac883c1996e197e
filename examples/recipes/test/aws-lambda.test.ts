import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { createApprovals, user } from '@k8s-pizza/slack-approval';
import { postgresStore } from '@k8s-pizza/slack-approval-postgres';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { Pool } from 'pg';
import { sharedPostgres } from 'test-engines/in-this-run';
import { expect, onTestFinished, test, vi } from 'vitest';

type Handlers = typeof import('../src/aws-lambda/handlers.js');

/** What a function URL adds to a request. From "Invoking Lambda function URLs" in the AWS Lambda developer guide. */
const recorded = {
  version: '2.0',
  routeKey: '$default',
  rawPath: '/slack/actions',
  rawQueryString: '',
  requestContext: {
    accountId: '123456789012',
    apiId: '<urlid>',
    domainName: '<url-id>.lambda-url.us-west-2.on.aws',
    domainPrefix: '<url-id>',
    http: {
      method: 'POST',
      path: '/slack/actions',
      protocol: 'HTTP/1.1',
      sourceIp: '123.123.123.123',
      userAgent: 'agent',
    },
    requestId: 'id',
    routeKey: '$default',
    stage: '$default',
    time: '12/Mar/2020:19:03:58 +0000',
    timeEpoch: 1_583_348_638_390,
  },
};

/** The event that Lambda makes of a request: header names in lower case, and a form in base64. */
async function toEvent(request: IncomingMessage, inBase64: boolean) {
  const body = await buffer(request);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return { ...recorded, headers, body: body.toString(inBase64 ? 'base64' : 'utf8'), isBase64Encoded: inBase64 };
}

/** The three functions in one instance, and a Slack whose requests come in through the function URL. */
async function anInstance({ inBase64 = true } = {}) {
  const slack = await createSlackSimulator();
  vi.stubEnv('DATABASE_URL', await (await sharedPostgres()).createSchema());
  vi.stubEnv('SLACK_API_URL', slack.apiUrl);
  vi.stubEnv('SLACK_BOT_TOKEN', slack.botToken);
  vi.stubEnv('SLACK_SIGNING_SECRET', slack.signingSecret);
  vi.resetModules(); // a cold start
  const handlers: Handlers = await import('../src/aws-lambda/handlers.js');
  const { loadApprovals } = await import('../src/aws-lambda/approvals.js');
  const functionUrl = await listenOnLoopback(
    createServer(async (request, response) => {
      const answer = await handlers.slack(await toEvent(request, inBase64));
      response.writeHead(answer.statusCode, answer.headers).end(answer.body);
    }),
  );
  slack.requestUrl = `${functionUrl.url}/slack/actions`;
  const { approvals } = await loadApprovals();
  onTestFinished(async () => {
    await approvals.stop();
    await functionUrl.close();
    await slack.close();
  });
  const press = async (verb: string, userId = 'U0ALICE') => {
    const ts = slack.messages('C0OPS')[0]?.ts ?? '';
    return await slack.click({ userId, channelId: 'C0OPS', ts, actionId: `approval:default:${verb}` });
  };
  return { ...handlers, approvals, slack, press, functionUrl: functionUrl.url };
}

const deploy = { service: 'api', version: '4.2' };

test.each([true, false])('asks, and answers a click whose body is in base64: %s', async (inBase64) => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  const { ask, press, slack, approvals } = await anInstance({ inBase64 });

  const { id } = await ask(deploy);
  expect(slack.messages('C0OPS')).toHaveLength(1); // before the function ends
  expect(await ask(deploy)).toEqual({ id });
  expect(await press('approve')).toMatchObject({ status: 200, failure: null });

  await approvals.flush();
  expect(await approvals.get(id)).toMatchObject({ status: 'approved', delivery: { state: 'delivered' } });
  expect(log.mock.calls).toEqual([['approved', deploy, id]]);
});

test('a delivery that takes long does not hold the answer to a click', async () => {
  let end: () => void = () => undefined;
  const delivery = new Promise<void>((resolve) => {
    end = resolve;
  });
  vi.spyOn(console, 'log').mockImplementation(() => delivery);
  const { ask, press, approvals } = await anInstance();
  const { id } = await ask(deploy);

  expect(await press('approve')).toMatchObject({ status: 200, failure: null });
  expect(await approvals.get(id)).toMatchObject({ status: 'approved', delivery: { state: 'owed' } });

  end(); // Lambda goes on
  await approvals.flush();
  expect(await approvals.get(id)).toMatchObject({ delivery: { state: 'delivered' } });
});

test('what another program asked is posted by the schedule', async () => {
  const { due, slack } = await anInstance();
  const pool = new Pool({ connectionString: process.env['DATABASE_URL'] });
  onTestFinished(() => pool.end());
  const program = createApprovals({ store: postgresStore(pool) });
  const { ask } = program.define('deploy', { channel: 'C0OPS', approvers: [user('U0ALICE')] });
  await ask(deploy, { requester: 'a script' });
  expect(slack.messages('C0OPS')).toEqual([]);

  expect(await due()).toMatchObject({ claimedCount: 1 });
  expect(slack.messages('C0OPS')).toHaveLength(1);
});

test('a request without a signature is refused', async () => {
  const { functionUrl } = await anInstance();

  expect((await fetch(functionUrl, { method: 'POST', body: 'payload={}' })).status).toBe(401);
});

test('after a failed start the next call tries again', async () => {
  vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none');
  vi.resetModules();
  const { loadApprovals } = await import('../src/aws-lambda/approvals.js');
  await expect(loadApprovals()).rejects.toThrow();

  const { loadApprovals: again } = await import('../src/aws-lambda/approvals.js');
  vi.stubEnv('DATABASE_URL', await (await sharedPostgres()).createSchema());
  vi.stubEnv('SLACK_BOT_TOKEN', 'xoxb-test');
  vi.stubEnv('SLACK_SIGNING_SECRET', 'a-signing-secret');

  expect(await again()).toHaveProperty('deploys');
});

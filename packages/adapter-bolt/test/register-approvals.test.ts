import type { HostContext } from '@k8s-pizza/slack-approval/host';
import { type RegisterApprovalsOptions, registerApprovals } from '@k8s-pizza/slack-approval-bolt';
import { signSlackRequest } from '@k8s-pizza/slack-approval-testing';
import { type App, AwsLambdaReceiver, HTTPReceiver } from '@slack/bolt';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createApp, quietLogger } from './start-bolt.js';

const team = { id: 'T0PIZZA' };
const from = { user: { id: 'U0ALICE' }, team };
const click = (action_id: string) => ({
  type: 'block_actions',
  actions: [{ type: 'button', action_id, block_id: 'decide', action_ts: '1.2' }],
  ...from,
});
const submission = (callback_id: string) => ({ type: 'view_submission', view: { callback_id }, ...from });
const command = (name: string) => ({ command: name, text: '', user_id: 'U0ALICE', team_id: team.id });
const event = (type: string) => ({ type: 'event_callback', team_id: team.id, event: { type, user: 'U0ALICE' } });

const functionCall = {
  ...event('function_executed'),
  event: { type: 'function_executed', function_execution_id: 'Fx1', inputs: {} },
};

const ours = [
  ['a click', click('approval:default:approve')],
  ['a submission', submission('approval:default:reject_form:C0PIZZA:1767261600.000001')],
  ['a closed form', { ...submission('approval:default:reject_form:elsewhere'), type: 'view_closed' }],
  ['a command', command('/approvals')],
  ['an event', event('app_home_opened')],
  ['a submission of a form opened elsewhere', submission('approval:default:reject_form:elsewhere')],
  ['a click on a choice', click('approval:default:approve:next-shift_2')],
] as const;

type Given = readonly [body: unknown, context: HostContext | undefined];

/** A real app without a network, which writes down what reached the approvals and what was acknowledged. */
function appWith(answer = { status: 200, body: '' }, options?: RegisterApprovalsOptions) {
  const app = createApp(new AwsLambdaReceiver({ signingSecret: 'x', logger: quietLogger }));
  const given: Given[] = [];
  const acknowledged: unknown[] = [];
  const handleVerified = async (body: unknown, context?: HostContext) => {
    given.push([body, context]);
    return { headers: {}, ...answer };
  };
  registerApprovals(app, { handleVerified }, options);
  const receive = (body: object) => app.processEvent({ body, ack: async (value) => void acknowledged.push(value) });
  return { app, given, acknowledged, receive };
}

describe('what is ours', () => {
  test.each(ours)('%s reaches the approvals whole, and is acknowledged once', async (_what, body) => {
    const { given, acknowledged, receive } = appWith();

    await receive(body);

    expect(given).toEqual([[body, {}]]);
    expect(acknowledged).toEqual([undefined]);
  });

  test.each([ours[1], ours[3]])('the answer to %s is handed to Slack', async (_what, body) => {
    const { acknowledged, receive } = appWith({ status: 200, body: '{"text":"Käse"}' });

    await receive(body);

    expect(acknowledged).toEqual([{ text: 'Käse' }]);
  });

  test.each([...ours.slice(0, 4)])('%s that could not be stored is not acknowledged', async (_what, body) => {
    const { acknowledged, receive } = appWith({ status: 503, body: '' });

    await expect(receive(body)).rejects.toThrow('503');

    expect(acknowledged).toEqual([]);
  });

  test('what the approvals throw, the listener throws', async () => {
    const { app, acknowledged, receive } = appWith();
    const cause = new Error('no such thing');
    registerApprovals(app, { handleVerified: () => Promise.reject(cause) }, { command: '/broken' });

    await expect(receive(command('/broken'))).rejects.toMatchObject({ original: cause });

    expect(acknowledged).toEqual([]);
  });
});

describe('what is the app’s own', () => {
  test.each([
    ['a button of its own', click('approve')],
    ['an id that only begins like ours', click('approval:default:approve:more:more')],
    ['an id that only ends like ours', click('my-approval:default:approve')],
    ['a form of its own', submission('approve_form')],
    ['a command of its own', command('/approvals-of-another')],
    ['a function’s call, which its own listener acknowledges', functionCall],
    ['a shortcut', { type: 'shortcut', callback_id: 'approval:default:approve', ...from }],
  ])('%s does not reach the approvals', async (_what, body) => {
    const { given, acknowledged, receive } = appWith();

    await receive(body);

    expect(given).toEqual([]);
    expect(acknowledged).toEqual([]);
  });

  test('its listeners go on beside ours', async () => {
    const { app, acknowledged, receive } = appWith();
    const own: string[] = [];
    app.action('approve', async ({ ack }) => {
      own.push('action');
      await ack();
    });
    app.event('app_home_opened', async () => void own.push('home'));

    await receive(click('approve'));
    await receive(event('app_home_opened'));

    expect(own).toEqual(['action', 'home']);
    expect(acknowledged).toHaveLength(2);
  });
});

describe('options', () => {
  test('`home: false` leaves the Home tab to the app, and other events as they are', async () => {
    const { given, receive } = appWith(undefined, { home: false });

    await receive(event('app_home_opened'));
    await receive(event('tokens_revoked'));

    expect(given).toEqual([[event('tokens_revoked'), {}]]);
  });

  test('`command` is the one that is listened to', async () => {
    const { given, receive } = appWith(undefined, { command: '/pizza' });

    await receive(command('/approvals'));
    await receive(command('/pizza'));

    expect(given).toEqual([[command('/pizza'), {}]]);
  });

  test('`waitUntil: null` leaves the work after an answer to `processDue`', async () => {
    const { given, receive } = appWith(undefined, { waitUntil: null });

    await receive(ours[0][1]);

    expect(given).toEqual([[ours[0][1], { waitUntil: null }]]);
  });
});

describe('traps of Bolt', () => {
  async function answerOf(prepare: (app: App) => void) {
    const receiver = new HTTPReceiver({ signingSecret: 'x', logger: quietLogger, unhandledRequestTimeoutMillis: 50 });
    const app = createApp(receiver);
    registerApprovals(app, { handleVerified: async () => ({ status: 503, headers: {}, body: '' }) });
    prepare(app);
    const server = await app.start(0);
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const payload = JSON.stringify(ours[0][1]);
    const signed = signSlackRequest({
      signingSecret: 'x',
      body: `payload=${encodeURIComponent(payload)}`,
      timestampSeconds: Math.floor(Date.now() / 1000),
      contentType: 'application/x-www-form-urlencoded',
    });
    const { headers } = signed;
    return fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', headers, body: await signed.text() });
  }

  test('a failed click is an error to Slack', async () => {
    expect((await answerOf(() => undefined)).status).toBe(500);
  });

  test('an error handler that swallows everything does not turn a failed click into a success', async () => {
    const answer = await answerOf((app) => app.error(async () => undefined));

    expect(answer.status).toBe(404);
  });
});

describe('is refused when it is registered, since nothing would be heard:', () => {
  // as: what the environment, or a caller without a compiler, gives is not always what the types say
  test.each([
    ['no approvals', undefined, {}],
    ['something else', {}, {}],
    ['a command without its slash', { handleVerified: () => undefined }, { command: 'approvals' }],
    ['an empty command', { handleVerified: () => undefined }, { command: '' }],
  ])('%s', (_, approvals, options) => {
    const app = createApp(new AwsLambdaReceiver({ signingSecret: 'x', logger: quietLogger }));

    expect(() => registerApprovals(app, approvals as Parameters<typeof registerApprovals>[1], options)).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    );
  });
});

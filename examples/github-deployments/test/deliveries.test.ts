import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { sign } from '@octokit/webhooks-methods';
import { describe, expect, onTestFinished, test } from 'vitest';
import { receiveDeployments } from '../src/receive-deployments.js';
import { createWorld, signed, silent, webhookSecret } from './world.js';

const alice = { as: 'U0ALICE' };

describe('deliveries that are repeated', () => {
  test('a redelivery finds the card', async () => {
    const { github, deliver, requested, cards } = await createWorld();
    github.startRun(1, 'production');
    const first = await deliver(requested());

    const second = await deliver(requested());

    expect(second).toEqual({ status: 200, action: 'none', approvalId: first.approvalId });
    expect(await cards()).toHaveLength(1);
  });

  test('a replay after the decision asks nobody and reviews nothing', async () => {
    const { github, deliver, requested, expectCard, approve, cards, advance } = await createWorld();
    const run = github.startRun(1, 'production');
    const delivery = requested();
    await deliver(delivery);
    await approve(await expectCard(), alice);
    await advance('48h');

    expect(await deliver(delivery)).toMatchObject({ status: 200, action: 'none' });

    expect(await cards()).toHaveLength(1);
    expect(run.reviews).toHaveLength(1);
  });

  test('another question about one deployment is refused', async () => {
    const { github, deliver, requested, cards } = await createWorld();
    github.startRun(1, 'production');
    await deliver(requested());

    expect(await deliver(requested({ ref: 'evil' }))).toEqual({ status: 409, error: 'other_question' });

    expect(await cards()).toHaveLength(1);
  });
});

describe('deliveries that ask nothing', () => {
  test.each([
    ['ping', { zen: 'Keep it logically awesome.', hook_id: 1 }],
    ['push', { action: 'requested' }],
    ['deployment_protection_rule', { action: 'completed' }],
    ['deployment_protection_rule', []],
  ])('%s', async (event, payload) => {
    const { deliver, cards } = await createWorld();

    expect(await deliver(payload, { 'x-github-event': event })).toMatchObject({ status: 200, action: 'none' });

    expect(await cards()).toEqual([]);
  });
});

describe('deliveries that are refused', () => {
  test.each([
    ['forged', { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }],
    ['unsigned', { 'x-hub-signature-256': '' }],
    ['of SHA-1', { 'x-hub-signature-256': `sha1=${'0'.repeat(40)}` }],
  ])('a signature that is %s', async (_, headers) => {
    const { deliver, requested, cards, logged } = await createWorld();

    expect(await deliver(requested(), headers)).toEqual({ status: 401, error: 'signature_mismatch' });

    expect(await cards()).toEqual([]);
    expect(JSON.stringify(logged)).toContain('deployment_refused');
    expect(JSON.stringify(logged)).not.toContain(webhookSecret);
  });

  test('a signature by another secret', async () => {
    const { deliver, requested } = await createWorld();
    const signature = await sign('another', JSON.stringify(requested()));

    const answer = await deliver(requested(), { 'x-hub-signature-256': signature });

    expect(answer).toEqual({ status: 401, error: 'signature_mismatch' });
  });

  test('a body that was changed by one byte', async () => {
    const { send, requested, cards } = await createWorld();
    const body = JSON.stringify(requested());

    const answer = await send(body.replace('production', 'productioN'), await signed(body));

    expect(answer).toEqual({ status: 401, error: 'signature_mismatch' });
    expect(await cards()).toEqual([]);
  });

  test('bytes that are no UTF-8, which would be verified as other ones', async () => {
    const { send } = await createWorld();
    const body = new Uint8Array(Buffer.from('{"a":"\xff"}', 'latin1'));

    const answer = await send(body, await signed(new TextDecoder().decode(body)));

    expect(answer).toEqual({ status: 401, error: 'signature_mismatch' });
  });

  test.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a compressed body', { 'content-encoding': 'gzip' }],
  ])('%s', async (_, headers) => {
    const { deliver, requested } = await createWorld();

    expect(await deliver(requested(), headers)).toEqual({ status: 415, error: 'unsupported_media_type' });
  });

  test('a huge body', async () => {
    const { send } = await createWorld();
    const body = JSON.stringify({ text: 'x'.repeat(2 ** 20) });

    expect(await send(body, await signed(body))).toEqual({ status: 413, error: 'body_too_large' });
  });

  test('an unsigned body, before it is read', async () => {
    const { receive } = await createWorld();
    const header = (name: string) => ({ 'content-type': 'application/json' })[name];

    expect(receive.refuseHead?.({ method: 'POST', header })).toMatchObject({ status: 401 });
    expect(receive.refuseHead?.({ method: 'GET', header })).toMatchObject({ status: 405 });
  });

  test('another installation of the App', async () => {
    const { deliver, requested, cards } = await createWorld();

    const answer = await deliver({ ...requested(), installation: { id: 666 } });

    expect(answer).toEqual({ status: 403, error: 'other_installation' });
    expect(await cards()).toEqual([]);
  });

  test.each([
    { installation: undefined },
    { repository: { id: 321, full_name: '../..' } },
    { repository: { id: 321, full_name: 'octo/pizza/../../evil' } },
    { environment: 7 },
  ])('a member that does not fit: %j', async (change) => {
    const { deliver, requested } = await createWorld();

    expect(await deliver({ ...requested(), ...change })).toEqual({ status: 400, error: 'malformed_body' });
  });

  test('a signed text that is no JSON', async () => {
    const { send } = await createWorld();

    expect(await send('{', await signed('{'))).toEqual({ status: 400, error: 'malformed_body' });
  });
});

describe('a callback URL that leads elsewhere', () => {
  const path = '/repos/octo/pizza/actions/runs/1/deployment_protection_rule';

  test.each<[title: string, of: (github: string, evil: string) => string]>([
    ['another host', (_, evil) => `${evil}${path}`],
    ['GitHub as the user name of another host', (github, evil) => `${github}@${new URL(evil).host}${path}`],
    ['another repository', (github) => `${github}${path.replace('pizza', 'pasta')}`],
    ['another path', (github) => `${github}${path.replace('/runs/1/', '/runs/1/../../')}`],
    ['a query', (github) => `${github}${path}?to=evil`],
    ['no number', (github) => `${github}${path.replace('/1/', '/1e3/')}`],
    ['nothing', () => ''],
  ])('%s', async (_, of) => {
    const { github, deliver, requested, cards } = await createWorld();
    const calls: (string | undefined)[] = [];
    const evil = await listenOnLoopback(({ url }, response) => {
      calls.push(url);
      response.end();
    });
    onTestFinished(() => evil.close());

    const answer = await deliver({ ...requested(), deployment_callback_url: of(github.url, evil.url) });

    expect(answer).toEqual({ status: 400, error: 'other_callback_url' });
    expect(await cards()).toEqual([]);
    expect(calls).toEqual([]);
  });
});

describe('GitHub does not wait', () => {
  test('for Slack', async () => {
    const { slack, github, deliver, requested, expectCard } = await createWorld();
    github.startRun(1, 'production');
    slack.fail({ method: '*', how: 'error', error: 'internal_error', times: 'until_mended' });

    expect(await deliver(requested())).toMatchObject({ status: 200, action: 'asked' });

    expect(slack.messages('C0OPS')).toEqual([]);
    slack.mend();
    expect(await expectCard()).toMatchObject({ channelId: 'C0OPS' });
  });

  test('for a store that is away, and nobody was asked', async () => {
    const { asks, requested, github, clock } = await createWorld();
    const away = { ...asks, ask: () => Promise.reject(new Error('away')) };
    const expected = { installationId: 77, apiUrl: github.url };
    const receive = receiveDeployments({ asks: away, webhookSecret, ...expected, logger: silent, clock });
    const body = JSON.stringify(requested());
    const headers = await signed(body);

    const answer = await receive({ method: 'POST', header: (name) => headers[name], body: Buffer.from(body) });

    expect(answer).toMatchObject({ status: 503, body: '{"error":"unavailable"}' });
  });
});

test.each([undefined, '', []])('%j is no webhook secret', (secret) => {
  const asks = { ask: () => Promise.reject(new Error('not asked')) };

  expect(() =>
    receiveDeployments({ asks, webhookSecret: secret, installationId: 1, apiUrl: 'https://a.example' }),
  ).toThrow(expect.objectContaining({ code: 'invalid_options' }));
});

test('while the secret is changed, both are taken', async () => {
  const { asks, requested, github, clock } = await createWorld();
  const expected = { installationId: 77, apiUrl: github.url };
  const receive = receiveDeployments({ asks, webhookSecret: ['new', webhookSecret], ...expected, clock });
  const body = JSON.stringify(requested());
  const headers = await signed(body);

  const answer = await receive({ method: 'POST', header: (name) => headers[name], body: Buffer.from(body) });

  expect(answer).toMatchObject({ status: 200 });
});

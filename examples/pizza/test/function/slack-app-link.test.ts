import { type IncomingMessage, type RequestListener, STATUS_CODES } from 'node:http';
import { text } from 'node:stream/consumers';
import { createApprovals, type Logger, memoryStore, user } from '@k8s-pizza/slack-approval';
import { receiveStream } from '@k8s-pizza/slack-approval/host';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { definePizzaOrder, definePizzaParty } from '../../src/pizza-kinds.js';
import { functionRoute } from '../../src/slack-app.js';
import { connectToSlackApp } from '../../src/slack-app-link.js';
import { aPizzaOrder } from '../world/an-approval.js';
import { aSecret } from '../world/an-environment.js';

const secret = aSecret();
const asking = { key: '{}:{alertname="HighCPUUsage", job="a b&c+d"}', requester: 'alertmanager' };
const context = ['1 alert firing'];
const over = { by: 'alertmanager', reason: 'The alert has resolved.' };

async function serverOf(handler: RequestListener) {
  const server = await listenOnLoopback(handler);
  onTestFinished(() => server.close());
  return server.url;
}

const linkTo = (url: string, reportSecret = secret) => connectToSlackApp({ url, reportSecret, decisionSecret: '' });

/** The Slack app's end of the link, in front of a simulated Slack. */
async function anApp(store = memoryStore()) {
  const { close, botToken: token, signingSecret, apiUrl } = await createSlackSimulator();
  const approvals = createApprovals({ store, slack: { token, signingSecret, apiUrl } });
  onTestFinished(async () => {
    await approvals.stop();
    await close();
  });
  const setup = { channel: 'C0PIZZA', approvers: [user('U0ALICE')], sink: async () => undefined };
  const kinds = { kind: definePizzaOrder(approvals, setup), party: definePizzaParty(approvals, setup) };
  const silent = () => undefined;
  const logger: Logger = { debug: silent, info: silent, warn: silent, error: silent };
  const route = functionRoute(approvals, kinds, secret, logger);
  const requests: IncomingMessage[] = [];
  const url = await serverOf(async (request, response) => {
    requests.push(request);
    const { method = '', headers, url = '' } = request;
    const header = (name: string) => headers[name]?.toString();
    const { status, headers: others, body } = await receiveStream(route.answer, { method, url, header, body: request });
    response.writeHead(status, others).end(body);
  });
  const vote = async (id: string, answer: 'approve' | 'reject', choice: string) => {
    const digest = (await approvals.get(id))?.digest ?? '';
    await approvals.vote(id, { by: user('U0ALICE'), answer, choice, digest, reason: 'Said so.', via: 'test' });
    await approvals.flush();
  };
  return { ...kinds, url, link: linkTo(url), approvals, requests, vote };
}

describe('asking through the link', () => {
  test('asks once, under the name of the function', async () => {
    const { link, approvals } = await anApp();

    const first = await link.asks.ask(aPizzaOrder, { ...asking, context });
    const again = await link.asks.ask(aPizzaOrder, { ...asking, context });

    expect([first.created, again.created]).toEqual([true, false]);
    expect(again.approval).toEqual(first.approval);
    expect((await approvals.list()).approvals).toMatchObject([
      { id: first.approval.id, kind: 'pizza-order', requester: 'order function', payload: aPizzaOrder },
    ]);
  });

  test('keeps the first question of a group whose alerts have changed', async () => {
    const { link, approvals } = await anApp();
    const first = await link.asks.ask(aPizzaOrder, { ...asking, context });
    const changed = { ...aPizzaOrder, alert: { ...aPizzaOrder.alert, severity: 'critical' } };

    const again = await link.asks.ask(changed, { ...asking, context });

    expect(again).toEqual({ approval: { id: first.approval.id, status: 'pending' }, created: false });
    expect((await approvals.list()).approvals).toMatchObject([{ payload: aPizzaOrder }]);
  });

  test('replaces the lines of a card that waits, and says why not of another', async () => {
    const { link } = await anApp();
    const { approval } = await link.asks.ask(aPizzaOrder, { ...asking, context });

    const replaced = await link.asks.replaceContext(approval, ['2 alerts firing']);
    await link.asks.withdraw(asking, over);

    expect(replaced).toEqual({ ok: true, approval });
    expect(await link.asks.replaceContext(approval, context)).toMatchObject({ ok: false, code: 'not_pending' });
  });

  test('finds a group whose key is longer than the Slack app takes', async () => {
    const { link } = await anApp();
    const long = { ...asking, key: 'x'.repeat(2_000) };
    const other = { ...asking, key: `${'x'.repeat(1_999)}y` };

    const first = await link.asks.ask(aPizzaOrder, { ...long, context });
    const second = await link.asks.ask(aPizzaOrder, { ...other, context });

    expect(second.created).toBe(true);
    expect(await link.asks.withdraw(long, over)).toMatchObject({ ok: true, approval: { id: first.approval.id } });
  });

  test('tells a question that is too large apart, so that it is shortened', async () => {
    const { link } = await anApp();
    const large = { ...aPizzaOrder, alert: { ...aPizzaOrder.alert, summary: 'hot '.repeat(4_000) } };

    await expect(link.asks.ask(large, { ...asking, context })).rejects.toMatchObject({ code: 'content_too_large' });
  });
});

describe('withdrawing through the link', () => {
  test('withdraws the question of a key', async () => {
    const { link, approvals } = await anApp();
    const { approval } = await link.asks.ask(aPizzaOrder, { ...asking, context });

    const withdrawn = await link.asks.withdraw(asking, over);

    expect(withdrawn).toEqual({ ok: true, approval: { id: approval.id, status: 'withdrawn' } });
    expect((await approvals.get(approval.id))?.decision).toMatchObject({ reason: over.reason });
    expect(await link.asks.withdraw(asking, over)).toMatchObject({ ok: false, code: 'not_found' });
  });

  test('of a question that was rejected lets the next occasion ask anew, as a kind does', async () => {
    const { link, vote } = await anApp();
    const { approval } = await link.asks.ask(aPizzaOrder, { ...asking, context });
    await vote(approval.id, 'reject', 'no');
    const still = await link.asks.ask(aPizzaOrder, { ...asking, context });

    const late = await link.asks.withdraw(asking, over);
    const next = await link.asks.ask(aPizzaOrder, { ...asking, context });

    expect(still).toEqual({ approval: { id: approval.id, status: 'rejected' }, created: false });
    expect(late).toMatchObject({ ok: false, code: 'not_pending' });
    expect(next).toMatchObject({ created: true, approval: { status: 'pending' } });
  });
});

describe('following orders through the link', () => {
  test('reads, lists page by page and reports what people ask for, of both kinds', async () => {
    const { link, kind, party, vote } = await anApp();
    const { alert: _, ...ordered } = aPizzaOrder;
    const asked = [
      await kind.ask(ordered, { requester: user('U0BOB') }),
      await kind.ask(ordered, { requester: user('U0BOB') }),
      await party.ask({ ...ordered, pizzas: 2 }, { requester: user('U0BOB') }),
    ];
    for (const { approval } of asked) await vote(approval.id, 'approve', 'now');
    const ids = asked.map(({ approval }) => approval.id);
    const [, , partyId = ''] = ids;

    const query = { kind: 'pizza-order', status: 'approved', limit: 1 } as const;
    const first = await link.approvals.list({ ...query, after: null });
    const second = await link.approvals.list({ ...query, after: first.next });
    await link.approvals.reportProgress(partyId, { step: 'prep', state: 'active', detail: 'order 12' });
    const read = await link.approvals.get(partyId);

    expect([...first.approvals, ...second.approvals].map(({ id }) => id).sort()).toEqual(ids.slice(0, 2).sort());
    expect(second.next).toBeNull();
    expect(read).toMatchObject({
      id: partyId,
      kind: 'pizza-party',
      payload: { ...ordered, pizzas: 2 },
      askedAt: asked[2]?.approval.askedAt,
      decision: { decidedAt: expect.any(Number) },
      delivery: { state: 'delivered' },
    });
    expect(read?.progress[0]).toEqual({ step: 'prep', state: 'active', detail: 'order 12' });
  });

  test('sends no request for an id that would lead to another path', async () => {
    const { link, requests } = await anApp();

    for (const id of [
      '..',
      '../openapi.json',
      '',
      'a1/withdraw',
      'a1?wait=55s',
      'A1',
      'a1#x',
      '%2e%2e',
      'a'.repeat(61),
    ])
      expect([id, await link.approvals.get(id)]).toEqual([id, null]);

    expect(requests).toEqual([]);
    expect(await link.approvals.get('a1')).toBeNull();
  });

  test('a report that the approval does not take is no failure: the next run reports again', async () => {
    const { link } = await anApp();
    const { approval } = await link.asks.ask(aPizzaOrder, { ...asking, context });

    for (const [id, step] of [
      [approval.id, 'prep'],
      ['aaaa', 'prep'],
      [approval.id, 'no such step'],
    ] as const)
      expect(await link.approvals.reportProgress(id, { step, state: 'done' })).toMatchObject({ ok: false });
  });
});

test('each request has a new id and a signature', async () => {
  const { link, requests } = await anApp();
  await link.asks.ask(aPizzaOrder, { ...asking, context });
  await link.asks.withdraw(asking, over);

  const ids = requests.map(({ headers }) => headers['webhook-id']);
  expect(requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
  expect(new Set(ids).size).toBe(3);
  expect(ids.every((id) => /^msg_[0-9a-f-]{36}$/.test(String(id)))).toBe(true);
});

describe('what goes wrong is told without what was sent', () => {
  const noise = 'hunter2-hunter2';
  const id = `a${'2'.repeat(25)}`;
  const answerWith =
    (status: number, type: string, body: string): RequestListener =>
    async (request, response) => {
      await text(request);
      if (request.url === '/elsewhere') response.end('{}');
      else response.writeHead(status, STATUS_CODES[status], { 'content-type': type, location: '/elsewhere' }).end(body);
    };

  const messageOf = async (url: string, reportSecret = secret) => {
    const { asks, approvals } = linkTo(url, reportSecret);
    const calls = [
      () => asks.ask(aPizzaOrder, { ...asking, context }),
      () => asks.withdraw(asking, over),
      () => asks.replaceContext({ id }, context),
      () => approvals.get(id),
      () => approvals.list({ kind: 'pizza-order', status: 'approved', after: null, limit: 1 }),
      () => approvals.reportProgress(id, { step: 'prep', state: 'done' }),
    ];
    const messages = await Promise.all(calls.map((call) => call().then(String, (error: Error) => error.message)));
    return [...new Set(messages)];
  };

  test('a wrong secret', async () => {
    const { url, approvals } = await anApp();

    expect(await messageOf(url, aSecret())).toEqual(['The Slack app answered 401 unauthenticated.']);
    expect((await approvals.list()).approvals).toEqual([]);
  });

  test('a store that is down', async () => {
    const fail = () => Promise.reject(new Error(noise));
    const { url } = await anApp({ ...memoryStore(), get: fail, list: fail });

    expect(await messageOf(url)).toEqual(['The Slack app answered 503 unavailable.']);
  });

  test.each<[what: string, handler: RequestListener, message: string]>([
    ['a proxy’s page', answerWith(502, 'text/html', `<h1>${noise}</h1>`), 'The Slack app answered 502.'],
    ['a proxy’s problem', answerWith(404, 'application/json', `{"code":"${noise}"}`), 'The Slack app answered 404.'],
    [
      'a code in another form',
      answerWith(409, 'application/problem+json', `{"code":"${noise} 1"}`),
      'The Slack app answered 409.',
    ],
    [
      'a path that does not exist',
      answerWith(404, 'application/problem+json', '{"code":"no_such_path"}'),
      'The Slack app answered 404 no_such_path.',
    ],
    [
      'a page in place of JSON',
      answerWith(200, 'text/html', noise),
      'The Slack app answered 200 in a form that is not known here.',
    ],
    [
      'JSON of another form',
      answerWith(200, 'application/json', `{"id":"${noise}"}`),
      'The Slack app answered 200 in a form that is not known here.',
    ],
    ['a redirect', answerWith(307, 'text/plain', noise), 'The Slack app was not reached: Error.'],
  ])('%s', async (_what, handler, message) => {
    expect(await messageOf(await serverOf(handler))).toEqual([message]);
  });

  test('no server', async () => {
    const server = await listenOnLoopback(() => undefined);
    await server.close();

    expect(await messageOf(server.url)).toEqual(['The Slack app was not reached: ECONNREFUSED.']);
  });
});

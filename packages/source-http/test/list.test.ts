import { describe, expect, test } from 'vitest';
import {
  agentToken,
  answerOf,
  ciToken,
  createWorld,
  cronToken,
  hookSecret,
  question,
  request,
  signedRequest,
} from './world.js';

type World = Awaited<ReturnType<typeof createWorld>>;

const list = async ({ receive }: World, query: string, token = ciToken) =>
  answerOf(await receive(request({ method: 'GET', url: `/approvals?${query}`, token })));
const ask = async ({ receive }: World, key: string, token = ciToken) =>
  answerOf(await receive(request({ body: { ...question, key }, token })));
const keysOf = ({ approvals }: { approvals: readonly { key: string }[] }) => approvals.map(({ key }) => key);

describe('a list', () => {
  test('has the approvals of a kind, newest first, page by page', async () => {
    const world = await createWorld();
    for (const key of ['one', 'two', 'three']) {
      await ask(world, key);
      world.clock.advance(1_000);
    }

    const first = await list(world, 'kind=deploy&limit=2');
    const second = await list(world, `kind=deploy&limit=2&after=${encodeURIComponent(first.next)}`);

    expect(first).toMatchObject({ status: 200, next: expect.any(String) });
    expect(keysOf(first)).toEqual(['three', 'two']);
    expect(keysOf(second)).toEqual(['one']);
    expect(second.next).toBeNull();
  });

  test('may be of one status', async () => {
    const world = await createWorld();
    await ask(world, 'one');
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });
    world.clock.advance(1_000);
    await ask(world, 'two');

    expect(keysOf(await list(world, 'kind=deploy&status=approved'))).toEqual(['one']);
    expect(keysOf(await list(world, 'kind=deploy&status=pending'))).toEqual(['two']);
  });

  test('shows no approval of another requester, and none of another kind', async () => {
    const world = await createWorld();
    await ask(world, 'mine');
    world.clock.advance(1_000);
    await ask(world, 'theirs', cronToken);
    await world.deploy.ask({ version: '4.2' }, { key: 'own', requester: 'the app' });
    await world.receive(request({ body: { kind: 'anything', key: 'other', payload: 1 }, token: cronToken }));

    expect(keysOf(await list(world, 'kind=deploy'))).toEqual(['mine']);
    expect(keysOf(await list(world, 'kind=deploy', cronToken))).toEqual(['theirs']);
    // a page is filled, whatever others ask
    expect(await list(world, 'kind=deploy&limit=1')).toMatchObject({ approvals: [{ key: 'mine' }], next: null });
  });

  test('shows none of a requester whose name is stored alike', async () => {
    const tokens = ['ci\0', 'ci\ufffd'].map((requester, index) => {
      const token = [ciToken, cronToken][index];
      return { token, requester, kinds: ['deploy'] };
    });
    const world = await createWorld({ options: { tokens, secrets: [] } });
    await ask(world, 'mine', ciToken);

    expect(keysOf(await list(world, 'kind=deploy', ciToken))).toEqual(['mine']);
    expect(keysOf(await list(world, 'kind=deploy', cronToken))).toEqual([]);
  });

  test.each(['anything', 'nothing', '__proto__'])('of the kind "%s", which is not listed, is refused', async (kind) => {
    const world = await createWorld();

    expect(await list(world, `kind=${kind}`)).toMatchObject({ status: 403, code: 'kind_not_allowed' });
    expect(await list(world, `kind=${kind}&key=k`)).toMatchObject({ status: 403, code: 'kind_not_allowed' });
  });

  test('can be read by a signed request', async () => {
    const { receive, clock } = await createWorld();
    const at = clock();
    await receive(signedRequest({ id: 'm1', at, body: question, secret: hookSecret }));
    const sent = signedRequest({ id: 'm2', at, method: 'GET', url: '/approvals?kind=deploy' });

    expect(keysOf(answerOf(await receive(sent)))).toEqual([question.key]);
    // the signature does not cover the query
    expect(answerOf(await receive({ ...sent, url: '/approvals?kind=deploy&status=pending' }))).toMatchObject({
      status: 409,
      code: 'webhook_id_reused',
    });
  });
});

describe('by its key', () => {
  test('the approval is found that the key holds now', async () => {
    const world = await createWorld();
    const first = await ask(world, question.key);
    await world.receive(request({ url: `/approvals/${first.id}/withdraw`, body: { reason: 'No.' } }));
    const free = await list(world, `kind=deploy&key=${question.key}`);
    const second = await ask(world, question.key);

    expect(free).toEqual({ status: 200, approvals: [], next: null });
    expect(await list(world, `kind=deploy&key=${question.key}&limit=1`)).toEqual({
      status: 200,
      approvals: [{ ...second, status: 'pending' }],
      next: null,
    });
  });

  test('it is found only if it has the status', async () => {
    const world = await createWorld();
    await ask(world, question.key);

    expect(keysOf(await list(world, `kind=deploy&key=${question.key}&status=pending`))).toEqual([question.key]);
    expect(keysOf(await list(world, `kind=deploy&key=${question.key}&status=approved`))).toEqual([]);
  });

  test.each(['%7B%7D%3A%7Bjob%3D%22a+b%26c%2Bd%22%7D', '%7B%7D:%7Bjob=%22a%20b%26c%2Bd%22%7D'])(
    'it is found by the key as a client encodes it: %s',
    async (encoded) => {
      const world = await createWorld();
      await ask(world, '{}:{job="a b&c+d"}');

      expect(keysOf(await list(world, `kind=deploy&key=${encoded}`))).toEqual(['{}:{job="a b&c+d"}']);
    },
  );

  test('no approval of another requester is found, whatever the key looks like', async () => {
    const world = await createWorld();
    await ask(world, question.key);
    await world.deploy.ask({ version: '4.2' }, { key: 'http:4:cron:app', requester: 'the app' });

    for (const key of [question.key, `http:2:ci:${question.key}`, `:ci:${question.key}`, 'app', 'http:4:cron:app'])
      expect(keysOf(await list(world, `kind=deploy&key=${key}`, cronToken))).toEqual([]);
  });
});

describe('a query', () => {
  test.each([
    ['', /`kind`/],
    ['kind=', /`kind`/],
    ['status=pending', /`kind`/],
    ['kind=deploy&kind=anything', /`kind` more than once/],
    ['kind=deploy&limit=1&limit=2', /`limit` more than once/],
    ['kind=deploy&stauts=pending', /`stauts`/],
    ['kind=deploy&requester=cron', /`requester`/],
    ['kind=deploy&attention=true', /`attention`/],
    ['kind=deploy&__proto__=1', /`__proto__`/],
    ['kind=deploy&wait=30s', /`wait`/],
    ['kind=deploy&status=open', /`status`/],
    ['kind=deploy&status=', /`status`/],
    ['kind=deploy&key=', /`key`/],
    [`kind=deploy&key=${'k'.repeat(1_001)}`, /`key`/],
    ['kind=deploy&limit=0', /`limit`/],
    ['kind=deploy&limit=101', /`limit`/],
    ['kind=deploy&limit=-1', /`limit`/],
    ['kind=deploy&limit=1e1', /`limit`/],
    ['kind=deploy&limit=NaN', /`limit`/],
    ['kind=deploy&after=', /`after`/],
    ['kind=deploy&after=nonsense', /`after`/],
    ['kind=deploy&key=k&after=x', /without `after`/],
    ['kind', /`name=value`/],
    ['kind=deploy&key=%ff', /percent-encoded/],
    ['kind=deploy&key=%', /percent-encoded/],
    ['kind=deploy&%ED%A0%80=1', /percent-encoded/],
  ])('"%s" is refused, and the answer says what to mend', async (query, detail) => {
    const world = await createWorld();
    await ask(world, question.key);

    const answer = await list(world, query);

    expect(answer).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(answer.detail).toMatch(detail);
  });

  test('never comes back in a problem, nor in the log', async () => {
    const world = await createWorld();
    const secret = 'hunter2-hunter2-hunter2-hunter2-hunter2';
    const queries = ['kind', 'kind=deploy&key', 'kind=deploy&after', 'kind=deploy&status', secret].map(
      (start) => `${start}=${secret}&${secret}=${secret}`,
    );
    const answers = await Promise.all(
      [...queries, `kind=${secret}`, `kind=deploy&after=${secret}`].map((query) => list(world, query)),
    );

    for (const answer of answers) expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify([answers, world.told])).not.toContain('hunter2');
  });
});

test('a list that the store cannot read is answered 503', async () => {
  const world = await createWorld();
  const { receive } = await createWorld({
    options: {
      kinds: { deploy: { ...world.deploy, find: () => Promise.reject(new Error('disk full')) } },
      tokens: [{ token: agentToken, requester: 'agent', kinds: ['deploy'] }],
      secrets: [],
    },
  });

  const answer = await receive(request({ method: 'GET', url: '/approvals?kind=deploy&key=k', token: agentToken }));

  expect(answerOf(answer)).toMatchObject({ status: 503, code: 'unavailable' });
});

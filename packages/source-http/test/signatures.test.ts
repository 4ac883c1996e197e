import { describe, expect, test } from 'vitest';
import { answerOf, createWorld, hookSecret, question, request, signedRequest } from './world.js';

describe('a signed request', () => {
  test('asks, reads, and withdraws', async () => {
    const { receive, clock } = await createWorld();
    const at = clock();

    const asked = answerOf(await receive(signedRequest({ id: 'm1', at, body: { ...question, onBehalfOf: 'U0BOB' } })));
    const read = await receive(signedRequest({ id: 'm2', at, method: 'GET', url: `/approvals/${asked.id}` }));
    const url = `/approvals/${asked.id}/withdraw`;
    const withdrawn = await receive(signedRequest({ id: 'm3', at, url, body: { reason: 'No.' } }));

    expect(asked).toMatchObject({ id: expect.any(String), onBehalfOf: 'U0BOB' });
    expect(answerOf(read)).toEqual(asked);
    expect(answerOf(withdrawn)).toMatchObject({ status: 'withdrawn' });
  });

  test.each([
    ['by another secret', { secret: `whsec_${Buffer.alloc(32, 8).toString('base64')}` }],
    ['more than 5 minutes ago', { at: -301_000 }],
    ['more than 5 minutes ahead', { at: 301_000 }],
  ])('%s is answered 401', async (_, { at = 0, secret = hookSecret }: { at?: number; secret?: string }) => {
    const { receive, clock, approvals } = await createWorld();

    const answer = await receive(signedRequest({ id: 'm1', at: clock() + at, body: question, secret }));

    expect(answerOf(answer)).toMatchObject({ code: 'unauthenticated' });
    expect((await approvals.list()).approvals).toEqual([]);
  });

  test('whose body was changed is answered 401', async () => {
    const { receive, clock } = await createWorld();
    const { body, ...head } = signedRequest({ id: 'm1', at: clock(), body: question });

    const answer = await receive({ ...head, body: Buffer.from(body.toString().replace('4.2', '6.6')) });

    expect(answer.status).toBe(401);
  });
});

describe('a signed request that is sent again', () => {
  test('gets the same answer for ten minutes, and does nothing', async () => {
    const { receive, clock, deploy } = await createWorld();
    const sent = signedRequest({ id: 'm1', at: clock() + 300_000, body: question });
    const first = await receive(sent);
    await deploy.withdraw({ key: 'http:4:hook:deploy-42' }, { by: 'test', reason: 'Asked by mistake.' });
    clock.advance(599_000);

    // the key is free, so the request alone would ask anew
    expect(await receive(sent)).toEqual(first);
    expect(first.status).toBe(201);
    clock.advance(2_000);
    expect(await receive(sent)).toMatchObject({ status: 401 });
  });

  test('at the same time does its work once', async () => {
    const { receive, clock, approvals } = await createWorld();
    const sent = signedRequest({ id: 'm1', at: clock(), body: question });

    const answers = await Promise.all(Array.from({ length: 50 }, () => receive(sent)));

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect((await approvals.list()).approvals).toHaveLength(1);
  });

  test('does its work if the first answer was a 5xx', async () => {
    let isDown = true;
    const world = await createWorld();
    const { receive, clock } = await createWorld({
      options: {
        kinds: {
          deploy: {
            ...world.deploy,
            ask(payload: never, options) {
              return isDown ? Promise.reject(new Error('disk full')) : world.deploy.ask(payload, options);
            },
          },
        },
        tokens: [],
        secrets: [{ secret: hookSecret, requester: 'hook', kinds: ['deploy'] }],
      },
    });
    const sent = signedRequest({ id: 'm1', at: clock(), body: question });

    const during = await receive(sent);
    isDown = false;

    expect(during).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(during.body).not.toContain('disk full');
    expect(await receive(sent)).toMatchObject({ status: 201 });
  });

  test('to another approval is refused: the signature does not cover the path', async () => {
    const { receive, clock } = await createWorld();
    const at = clock();
    const ask = async (id: string, key: string) =>
      answerOf(await receive(signedRequest({ id, at, body: { ...question, key } })));
    const one = await ask('m1', 'one');
    const other = await ask('m2', 'other');
    const sent = signedRequest({ id: 'm3', at, url: `/approvals/${one.id}/withdraw`, body: { reason: 'No.' } });
    await receive(sent);

    const replayed = await receive({ ...sent, url: `/approvals/${other.id}/withdraw` });
    const read = await receive(signedRequest({ id: 'm4', at, method: 'GET', url: `/approvals/${other.id}` }));

    expect(answerOf(replayed)).toMatchObject({ status: 409, code: 'webhook_id_reused' });
    expect(answerOf(read)).toMatchObject({ status: 'pending' });
  });

  test('to read reads again, so that a wait can be repeated', async () => {
    const world = await createWorld();
    const { receive, clock } = world;
    const { id } = answerOf(await receive(signedRequest({ id: 'm1', at: clock(), body: question })));
    const sent = signedRequest({ id: 'm2', at: clock(), method: 'GET', url: `/approvals/${id}` });
    const before = await receive(sent);
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });

    expect(answerOf(before)).toMatchObject({ status: 'pending' });
    expect(answerOf(await receive(sent))).toMatchObject({ status: 'approved' });
  });
});

test('a wrong token is refused even beside a right signature', async () => {
  const { receive, clock } = await createWorld();
  const { header, ...rest } = signedRequest({ id: 'm1', at: clock(), body: question });

  const answer = await receive({
    ...rest,
    header: (name) => (name === 'authorization' ? 'Bearer nonsense' : header(name)),
  });

  expect(answer.status).toBe(401);
});

test('the head of a request without a credential is refused before its body is read', async () => {
  const { receive, clock } = await createWorld();
  const refuseHead = (sent: ReturnType<typeof request>) => receive.refuseHead?.(sent)?.status ?? null;

  expect(refuseHead(request({ token: '' }))).toBe(401);
  expect(refuseHead(request({ token: 'a-token-that-nobody-knows-0123456789' }))).toBe(401);
  expect(refuseHead(signedRequest({ id: 'm1', at: clock() - 400_000, body: question }))).toBe(401);
  expect(refuseHead(request())).toBeNull();
  expect(refuseHead(signedRequest({ id: 'm1', at: clock(), body: question }))).toBeNull();
  expect(refuseHead(request({ method: 'GET', url: '/openapi.json', token: '' }))).toBeNull();
  expect(refuseHead(request({ method: 'DELETE', token: '' }))).toBe(405);
  expect(refuseHead(request({ headers: { 'content-type': 'text/plain' } }))).toBe(415);
});

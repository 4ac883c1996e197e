import { describe, expect, test } from 'vitest';
import { agentToken, createWorld, cronToken, question, serve } from './world.js';

describe('a program that asks over HTTP', () => {
  test('gets the decision of the person who clicked, and what came of it', async () => {
    const world = await createWorld();
    const client = await serve(world);

    const asked = await client.post('/approvals', question);
    const waiting = client.get(`/approvals/${asked.body.id}?wait=30s`);
    const card = await world.expectCard({ text: 'Deploy 4.2?' });
    await world.approve(card, { as: 'U0ALICE' });
    const decided = await waiting;

    expect(asked).toMatchObject({ status: 201, body: { status: 'pending', kind: 'deploy', key: 'deploy-42' } });
    expect(asked.headers.get('location')).toBe(`/approvals/${asked.body.id}`);
    expect(asked.headers.get('cache-control')).toBe('no-store');
    expect(decided).toMatchObject({
      status: 200,
      body: {
        status: 'approved',
        payload: question.payload,
        askedAt: '2026-01-01T10:00:00.000Z',
        decision: { outcome: 'approved', decidedBy: ['U0ALICE'], payload: question.payload },
      },
    });
    expect((await client.get(`/approvals/${asked.body.id}`)).body.delivery).toEqual({
      state: 'delivered',
      result: { rolledOut: true },
    });
  });

  test('is shown on the card by the name of its credential', async () => {
    const world = await createWorld();
    const client = await serve(world);

    await client.post('/approvals', question, cronToken);
    await world.settle();

    expect(JSON.stringify(world.slack.messages('C0PIZZA'))).toContain('cron');
  });

  test('finds the same approval under the same key', async () => {
    const client = await serve(await createWorld());

    const first = await client.post('/approvals', question);
    const second = await client.post('/approvals', question);

    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
  });

  test('gets 409 if the key holds another payload', async () => {
    const world = await createWorld();
    const client = await serve(world);
    await client.post('/approvals', question);
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });

    const changed = await client.post('/approvals', { ...question, payload: { version: '5.0' } });

    expect(changed).toMatchObject({ status: 409, body: { code: 'key_changed', status: 409 } });
    expect(changed.headers.get('content-type')).toBe('application/problem+json');
    expect(JSON.stringify(changed.body)).not.toMatch(/deploy-42|5\.0|4\.2/);
  });

  test('gets 409 if the key holds the question of another person', async () => {
    const client = await serve(await createWorld());
    const first = await client.post('/approvals', { ...question, onBehalfOf: 'U0BOB' }, agentToken);

    const second = await client.post('/approvals', { ...question, onBehalfOf: 'U0CAROL' }, agentToken);

    expect(first).toMatchObject({ status: 201, body: { onBehalfOf: 'U0BOB' } });
    expect(second).toMatchObject({ status: 409, body: { code: 'key_changed' } });
  });

  test('shares no key with another requester', async () => {
    const client = await serve(await createWorld());

    const mine = await client.post('/approvals', question);
    const theirs = await client.post('/approvals', question, cronToken);

    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.id).not.toBe(mine.body.id);
    expect(theirs.body.key).toBe(mine.body.key);
  });

  test('adds lines of context to the card', async () => {
    const world = await createWorld();
    const client = await serve(world);

    await client.post('/approvals', { ...question, context: ['Build 17 is green.'] });
    await world.settle();

    expect(JSON.stringify(world.slack.messages('C0PIZZA'))).toContain('Build 17 is green.');
  });
});

describe('asking for a person', () => {
  test('is required of a credential that only asks for people', async () => {
    const client = await serve(await createWorld());

    expect(await client.post('/approvals', question, agentToken)).toMatchObject({
      status: 422,
      body: { code: 'on_behalf_of_required' },
    });
  });

  test('is refused to a credential that asks for itself', async () => {
    const client = await serve(await createWorld());

    expect(await client.post('/approvals', { ...question, onBehalfOf: 'U0BOB' })).toMatchObject({
      status: 403,
      body: { code: 'on_behalf_of_not_allowed' },
    });
  });

  test('keeps that person from approving', async () => {
    const client = await serve(await createWorld());

    // only U0ALICE could decide
    expect(await client.post('/approvals', { ...question, onBehalfOf: 'U0ALICE' }, agentToken)).toMatchObject({
      status: 422,
      body: { code: 'unsatisfiable_policy' },
    });
  });

  test('takes user ids only', async () => {
    const client = await serve(await createWorld());

    expect(await client.post('/approvals', { ...question, onBehalfOf: 'bob' }, agentToken)).toMatchObject({
      status: 422,
      body: { code: 'invalid_argument' },
    });
  });
});

describe('withdrawing', () => {
  test('ends the question, and frees the key', async () => {
    const world = await createWorld();
    const client = await serve(world);
    const { body } = await client.post('/approvals', question);

    const withdrawn = await client.post(`/approvals/${body.id}/withdraw`, { reason: 'The build is red.' });
    const again = await client.post('/approvals', question);

    expect(withdrawn).toMatchObject({
      status: 200,
      body: { id: body.id, status: 'withdrawn', decision: { outcome: 'withdrawn', reason: 'The build is red.' } },
    });
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(body.id);
  });

  test('comes too late after a decision', async () => {
    const world = await createWorld();
    const client = await serve(world);
    const { body } = await client.post('/approvals', question);
    await world.reject(await world.expectCard(), { as: 'U0ALICE' });

    expect(await client.post(`/approvals/${body.id}/withdraw`, { reason: 'Never mind.' })).toMatchObject({
      status: 409,
      body: { code: expect.stringMatching(/not_pending|already_decided/) },
    });
  });
});

describe('withdrawing with `releaseKey`', () => {
  test('frees the key of a decided approval, so that the next occasion asks anew', async () => {
    const world = await createWorld();
    const client = await serve(world);
    const { body } = await client.post('/approvals', question);
    await world.reject(await world.expectCard(), { as: 'U0ALICE' });
    const late = await client.post(`/approvals/${body.id}/withdraw`, { reason: 'Over.' });
    const held = await client.post('/approvals', question);

    const released = await client.post(`/approvals/${body.id}/withdraw`, { reason: 'Over.', releaseKey: true });
    const again = await client.post('/approvals', question);

    expect(late.body.code).toBe('not_pending');
    expect(held.body).toMatchObject({ id: body.id, status: 'rejected' });
    expect(released).toMatchObject({ status: 409, body: { code: 'not_pending' } });
    expect(again).toMatchObject({ status: 201, body: { status: 'pending' } });
  });

  test('of an earlier approval leaves the newer one alone', async () => {
    const client = await serve(await createWorld());
    const first = await client.post('/approvals', question);
    const withdrawal = { reason: 'Over.', releaseKey: true };
    await client.post(`/approvals/${first.body.id}/withdraw`, withdrawal);
    const second = await client.post('/approvals', question);

    const late = await client.post(`/approvals/${first.body.id}/withdraw`, withdrawal);

    expect(late).toMatchObject({ status: 409, body: { code: 'not_pending' } });
    expect((await client.get(`/approvals/${second.body.id}`)).body.status).toBe('pending');
    expect((await client.post('/approvals', question)).body.id).toBe(second.body.id);
  });

  test('takes true or false only', async () => {
    const client = await serve(await createWorld());
    const { body } = await client.post('/approvals', question);

    expect(await client.post(`/approvals/${body.id}/withdraw`, { reason: 'x', releaseKey: 'no' })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });
});

describe('progress', () => {
  test('is reported after the approval', async () => {
    const world = await createWorld();
    const client = await serve(world);
    const { body } = await client.post('/approvals', question);
    const path = `/approvals/${body.id}/progress`;
    const early = await client.post(path, { step: 'Roll out', state: 'active' });
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });

    const reported = await client.post(path, { step: 'Roll out', state: 'active', detail: '1 of 3 pods' });

    expect(early).toMatchObject({ status: 409, body: { code: 'not_approved' } });
    expect(reported).toMatchObject({
      status: 200,
      body: { progress: [{ step: 'Roll out', state: 'active', detail: '1 of 3 pods', at: expect.any(String) }] },
    });
    expect(await client.post(path, { step: 'Bake', state: 'active' })).toMatchObject({
      status: 422,
      body: { code: 'unknown_step' },
    });
  });
});

test('a question that no one answers expires', async () => {
  const world = await createWorld({ deploy: { expiresIn: '1h' } });
  const client = await serve(world);
  const { body } = await client.post('/approvals', question);
  await world.advance('61m');

  expect(body.expiresAt).toBe('2026-01-01T11:00:00.000Z');
  expect(await client.get(`/approvals/${body.id}?wait=55s`)).toMatchObject({
    status: 200,
    body: { status: 'expired', decision: { outcome: 'expired' } },
  });
});

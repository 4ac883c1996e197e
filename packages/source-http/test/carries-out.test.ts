import { describe, expect, test } from 'vitest';
import { answerOf, ciToken, createWorld, cronToken, question, request } from './world.js';

const robotToken = 'robot-0123456789abcdef0123456789abcdef';

/** A door with a service that carries out what it and others ask. */
async function createWorldWithRobot() {
  const world = await createWorld({
    options: {
      tokens: [
        { token: ciToken, requester: 'ci', kinds: ['deploy'] },
        { token: cronToken, requester: 'cron', kinds: ['deploy', 'anything'] },
        { token: robotToken, requester: 'robot', kinds: ['deploy'], carriesOut: true },
      ],
      secrets: [],
    },
  });
  const send = async (method: string, url: string, token: string, body: unknown = '') =>
    answerOf(await world.receive(request({ method, url, token, body })));
  return {
    ...world,
    get: (url: string, token = robotToken) => send('GET', url, token),
    post: (url: string, body: unknown, token = robotToken) => send('POST', url, token, body),
  };
}

describe('the service that carries decisions out', () => {
  test('reads and lists what others ask, and what a person asks in the app, without their keys', async () => {
    const world = await createWorldWithRobot();
    const { id } = await world.post('/approvals', question, ciToken);
    world.clock.advance(1_000);
    const { approval } = await world.deploy.ask(
      { version: '5.0' },
      { key: 'http:5:robot:k', requester: { type: 'user', id: 'U0BOB' } },
    );
    world.clock.advance(1_000);
    const own = await world.post('/approvals', question);

    const read = await world.get(`/approvals/${id}?wait=0s`);
    const { approvals } = await world.get('/approvals?kind=deploy');

    expect(read).toMatchObject({ status: 'pending', id, payload: question.payload, key: null });
    expect(approvals).toMatchObject([
      { id: own.id, key: question.key },
      { id: approval.id, key: null, payload: { version: '5.0' } },
      { id, key: null },
    ]);
  });

  test('reports the progress of what others ask', async () => {
    const world = await createWorldWithRobot();
    const { id } = await world.post('/approvals', question, ciToken);
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });

    const reported = await world.post(`/approvals/${id}/progress`, { step: 'Roll out', state: 'done' });

    expect(reported).toMatchObject({ status: 'approved', key: null, progress: [{ step: 'Roll out', state: 'done' }] });
    expect((await world.get(`/approvals/${id}`, ciToken)).progress).toMatchObject([{ state: 'done' }]);
  });

  test('changes nothing else of them: the answer is that of an unknown id', async () => {
    const world = await createWorldWithRobot();
    const { id } = await world.post('/approvals', question, ciToken);
    const body = { reason: 'Mine.', releaseKey: true };

    const withdrawn = await world.post(`/approvals/${id}/withdraw`, body);
    const replaced = await world.post(`/approvals/${id}/context`, { lines: ['Approve this, quickly.'] });
    const unknown = await world.post('/approvals/aaaaaaaaaaaaaaaaaaaaaaaaaa/withdraw', body);
    await world.settle();

    expect(unknown).toMatchObject({ status: 404, code: 'not_found' });
    expect([withdrawn, replaced]).toEqual([unknown, unknown]);
    expect(JSON.stringify(world.slack.messages('C0PIZZA'))).not.toContain('quickly');
    expect(await world.get(`/approvals?kind=deploy&key=${question.key}`, ciToken)).toMatchObject({
      approvals: [{ id, status: 'pending' }],
    });
  });

  test('finds no approval by the key of another requester', async () => {
    const world = await createWorldWithRobot();
    await world.post('/approvals', question, ciToken);

    for (const key of [question.key, `http:2:ci:${question.key}`])
      expect(await world.get(`/approvals?kind=deploy&key=${key}`)).toMatchObject({ approvals: [] });
  });

  test('sees no other kinds than its own', async () => {
    const world = await createWorldWithRobot();
    const { id } = await world.post('/approvals', { kind: 'anything', key: 'k', payload: 1 }, cronToken);

    expect(await world.get(`/approvals/${id}`)).toMatchObject({ status: 404, code: 'not_found' });
    expect(await world.post(`/approvals/${id}/progress`, { step: 'x', state: 'done' })).toMatchObject({ status: 404 });
    expect(await world.get('/approvals?kind=anything')).toMatchObject({ status: 403, code: 'kind_not_allowed' });
  });

  test('is no one that others see more of', async () => {
    const world = await createWorldWithRobot();
    const { id } = await world.post('/approvals', question);

    expect(await world.get(`/approvals/${id}`, ciToken)).toMatchObject({ status: 404 });
    expect(await world.get('/approvals?kind=deploy', ciToken)).toMatchObject({ approvals: [] });
  });
});

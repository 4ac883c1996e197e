import { user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { connect, createWorld, title } from './world.js';

async function aClient(changes: Parameters<Awaited<ReturnType<typeof createWorld>>['serverWith']>[0] = {}) {
  const world = await createWorld();
  const client = await connect(() => world.serverWith({ waitUpTo: '0s', ...changes }));
  return { ...world, ...client };
}

describe('under a key', () => {
  test('the same question is asked once, and gives the same answer', async () => {
    const world = await aClient();
    const first = await world.call('request_approval', { title, key: 'api-4.2' });
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });

    const again = await world.call('request_approval', { title, key: 'api-4.2' });

    expect(again.answer).toMatchObject({ approvalId: first.answer.approvalId, status: 'approved' });
    expect(await world.cards()).toHaveLength(1);
  });

  test('an answer never counts for another question', async () => {
    const world = await aClient();
    await world.call('request_approval', { title, key: 'api-4.2' });
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });

    const other = await world.call('request_approval', { title: 'Drop the table?', key: 'api-4.2' });

    expect(other).toMatchObject({ isError: true, answer: {}, text: expect.stringContaining('[key_changed]') });
  });

  test('nor for another person', async () => {
    const world = await aClient();
    await world.call('request_approval', { title, key: 'api-4.2' });
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });
    const forBob = await connect(() => world.serverWith({ onBehalfOf: user('U0BOB') }));

    const other = await forBob.call('request_approval', { title, key: 'api-4.2' });

    expect(other.text).toContain('[key_changed]');
  });

  test('two requesters never share a key, whatever their names are', async () => {
    const world = await aClient({ requester: 'a' });
    const other = await connect(() => world.serverWith({ waitUpTo: '0s', requester: 'a:key' }));

    await world.call('request_approval', { title, key: 'key:1' });
    await other.call('request_approval', { title, key: '1' });

    expect(await world.cards()).toHaveLength(2);
  });
});

describe('without a key', () => {
  test('a question that is pending is not asked twice', async () => {
    const world = await aClient();

    const asked = await Promise.all([1, 2, 3].map(() => world.call('request_approval', { title })));

    expect(new Set(asked.map(({ answer }) => answer.approvalId)).size).toBe(1);
    expect(await world.cards()).toHaveLength(1);
  });

  test('an answer counts once: the same question is then a new one', async () => {
    const world = await aClient();
    await world.call('request_approval', { title });
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });

    const asked = await Promise.all([1, 2].map(() => world.call('request_approval', { title })));

    expect(asked.map(({ answer }) => answer.status)).toEqual(['pending', 'pending']);
    expect(await world.cards()).toHaveLength(2);
    await world.approve(await world.expectCard({ status: 'pending' }), { as: 'U0ALICE' });
    expect((await world.call('request_approval', { title })).answer.status).toBe('pending');
    expect(await world.cards()).toHaveLength(3);
  });

  test('another question, tool or person is another question', async () => {
    const world = await aClient();
    const forBob = await connect(() => world.serverWith({ waitUpTo: '0s', onBehalfOf: user('U0BOB') }));
    await world.call('request_approval', { title });

    await world.call('request_approval', { title: 'Deploy api 4.3?' });
    await forBob.call('request_approval', { title });

    expect(await world.cards()).toHaveLength(3);
  });
});

import { describe, expect, test } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { deferred } from '../world/deferred.js';
import { createWorld, second, type World } from '../world/world.js';

const methods = ({ slack }: World) =>
  slack.traffic.filter(({ direction }) => direction === 'in').map(({ method }) => method);

async function storedInstallation(world: World, id: string) {
  return JSON.parse((await world.row(id)).body).approval.work.installation;
}

describe('the installation that an approval lives in', () => {
  test('is asked of Slack before the first card, once, and stored with each', async () => {
    const world = await createWorld();

    const first = await world.ask();
    const second = await world.ask();

    const { appId, teamId } = world.slack;
    expect(methods(world)).toEqual(['auth.test', 'chat.postMessage', 'chat.postMessage']);
    expect(await storedInstallation(world, first.id)).toEqual({ appId, teamId, enterpriseId: null });
    expect(await storedInstallation(world, second.id)).toEqual({ appId, teamId, enterpriseId: null });
  });

  test('comes from the options where they say it, and nobody is asked', async () => {
    const world = await createWorld({ access: { teamId: 'T0PIZZA', appId: 'A0APPROVAL' } });

    const { id } = await world.ask();

    expect(methods(world)).toEqual(['chat.postMessage']);
    expect(await storedInstallation(world, id)).toEqual({
      appId: 'A0APPROVAL',
      teamId: 'T0PIZZA',
      enterpriseId: null,
    });
  });

  test('is stored by the put that asks, if the process knows it already', async () => {
    const gate = deferred();
    const { post } = agreeableTransport();
    const transport = agreeableTransport({
      post: async (message) => {
        await gate.promise;
        return await post(message);
      },
    });
    const world = await createWorld({ access: { transport, teamId: 'T0PIZZA', appId: 'A0APPROVAL' } });

    const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    const stored = await storedInstallation(world, approval.id);
    gate.resolve();
    await world.approvals.flush();

    expect(stored).toEqual({ appId: 'A0APPROVAL', teamId: 'T0PIZZA', enterpriseId: null });
  });

  test('that Slack does not tell yet is asked for again, and no card is posted before', async () => {
    const world = await createWorld();
    world.slack.fail({ method: 'auth.test', how: 'rate_limit', retryAfterSeconds: 30 });
    const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    await world.approvals.flush();
    const before = methods(world);

    world.clock.advance(30_000);
    await world.work();

    expect(before).toEqual(['auth.test']);
    expect((await world.get(approval.id)).copies).toMatchObject([{ ts: expect.any(String) }]);
  });

  test('that an answer without end did not tell is asked for a second later: no card can have been posted', async () => {
    const { installation } = agreeableTransport();
    let asked = 0;
    const transport = agreeableTransport({
      installation: async () => {
        asked += 1;
        return asked === 1 ? { type: 'unknown', reason: 'no readable answer from Slack' } : await installation();
      },
    });
    const world = await createWorld({ access: { transport } });
    const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    await world.approvals.flush();

    world.clock.advance(second);
    await world.work();

    expect((await world.get(approval.id)).copies).toMatchObject([{ ts: expect.any(String) }]);
  });
});

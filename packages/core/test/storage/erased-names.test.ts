import { user, verifyHistory } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { createWorld, type World } from '../world/world.js';

const names = ['ada-lovelace-laptop', 'grace-hopper-laptop', 'mary-jackson-laptop'] as const;
const [asker, amender, withdrawer] = names;

/** A system asks, another amends, a third withdraws; then it is erased. */
async function erasedStory(): Promise<{ readonly world: World; readonly id: string }> {
  const world = await createWorld();
  const { id } = await world.ask({ size: 'large' }, { requester: asker });
  await world.orders.amend({ id }, { size: 'small' }, { by: amender });
  await world.approvals.withdraw(id, { by: withdrawer, reason: 'no longer hungry' });
  await world.work();
  return { world, id };
}

describe('the names of systems', () => {
  test('stand in the record until it is erased, and in the history as references', async () => {
    const { world, id } = await erasedStory();
    const history = JSON.stringify(await world.approvals.history(id));

    expect(await world.get(id)).toMatchObject({ requester: asker, decision: { outcome: 'withdrawn' } });
    for (const name of names) {
      expect((await world.row(id)).body).toContain(name);
      expect(history).not.toContain(name);
    }
  });

  test('go with the texts, and the chain of the history stays whole', async () => {
    const { world, id } = await erasedStory();
    await world.approvals.erase(id);
    await world.work();
    const row = await world.row(id);

    for (const name of names) expect(JSON.stringify(row)).not.toContain(name);
    expect(row.requesterId).toBeNull();
    expect(await world.get(id)).toMatchObject({ requester: '(erased)', payload: null });
    expect(verifyHistory(await world.approvals.history(id))).toMatchObject({ whole: true });
    expect((await world.approvals.list({ requester: asker })).approvals).toEqual([]);
  });

  test('a person stays: their id is what the history proves', async () => {
    const world = await createWorld();
    const { id } = await world.ask({ size: 'large' }, { requester: user('U0DAVE') });
    await world.approvals.withdraw(id, { by: user('U0DAVE'), reason: 'no longer hungry' });
    await world.work();
    await world.approvals.erase(id);

    expect(await world.get(id)).toMatchObject({ requester: { userId: 'U0DAVE' } });
    expect(await world.row(id)).toMatchObject({ requesterId: 'U0DAVE' });
  });

  test('a name that is used twice stands once', async () => {
    const world = await createWorld();
    const { id } = await world.ask({ size: 'large' }, { requester: asker });
    await world.approvals.withdraw(id, { by: asker, reason: 'no longer hungry' });
    const { parts } = JSON.parse((await world.row(id)).body);

    expect(Object.values(parts.values).filter((part) => Object(part).value === asker)).toHaveLength(1);
  });
});

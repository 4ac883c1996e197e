import { describe, expect, test } from 'vitest';
import { click } from '../world/people.js';
import { createWorld } from '../world/world.js';

describe('waiting for a decision', () => {
  test('ends with it, whichever process stored it', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    const elsewhere = world.again();

    const waiting = world.orders.waitForDecision(approval.id, { timeout: '10s' });
    await elsewhere.vote(approval.id, {
      by: { type: 'user', id: 'U0ALICE' },
      answer: 'reject',
      reason: 'not hungry',
      digest: approval.digest,
      via: 'cli',
    });
    await elsewhere.flush();

    expect(await waiting).toMatchObject({
      approvalId: approval.id,
      outcome: 'rejected',
      payload: { size: 'large' },
      reason: 'not hungry',
      decidedBy: [{ userId: 'U0ALICE' }],
    });
  });

  test('is over at once where it has fallen', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'approve');

    expect(await world.orders.waitForDecision(approval.id, { timeout: '0ms' })).toMatchObject({ outcome: 'approved' });
  });

  test('ends without one when the time is over', async () => {
    const world = await createWorld();
    const approval = await world.ask();

    expect(await world.orders.waitForDecision(approval.id, { timeout: '1ms' })).toBeNull();
  });

  test.each([`a${'b'.repeat(25)}`, 'no id at all', ''])(
    'is refused at once for an approval that is not there: "%s"',
    async (id) => {
      const world = await createWorld();

      await expect(world.orders.waitForDecision(id, { timeout: '1h' })).rejects.toMatchObject({ code: 'not_found' });
    },
  );
});

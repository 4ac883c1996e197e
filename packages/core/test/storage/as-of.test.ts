import { user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { choose, openHome, rowsIn } from '../inbox/inbox.js';
import { typeCommand } from '../world/signed.js';
import { createWorld, hour } from '../world/world.js';

/** An approval that has expired, which no process has stored yet. */
async function pastExpiry() {
  const world = await createWorld({ kind: { expiresIn: '1h' } });
  const approval = await world.ask({ size: 'large' }, { requester: user('U0BOB') });
  world.clock.advance(2 * hour);
  return { world, approval };
}

describe('an approval past its expiry is shown as over before that is stored', () => {
  test('by the command, without a button to answer or withdraw it', async () => {
    const { world, approval } = await pastExpiry();

    const [theirs, own] = [
      await typeCommand(world, 'U0ALICE', `approve ${approval.id}`),
      await typeCommand(world, 'U0BOB', `show ${approval.id}`),
    ];

    expect(JSON.stringify([theirs, own])).not.toMatch(/approval:default:(?:approve|reject|withdraw)/);
    expect((await world.get(approval.id)).status).toBe('pending');
  });

  test('in the App Home of the person who asked', async () => {
    const { world } = await pastExpiry();

    const waiting = await openHome(world, 'U0BOB');
    const asked = await choose(world, 'list', 'asked', 'U0BOB');
    const decided = JSON.stringify((await choose(world, 'list', 'decided', 'U0BOB')).blocks);

    expect([waiting, asked].map(rowsIn)).toEqual([[], []]);
    expect(decided).toContain('approval:default:details');
    expect(decided).not.toContain('approval:default:withdraw');
  });
});

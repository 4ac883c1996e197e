import { user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { typeCommand } from '../world/signed.js';
import { createWorld, hour, present } from '../world/world.js';

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

    await world.slack.event({ type: 'app_home_opened', user: 'U0BOB', tab: 'home', channel: 'D0HOME' });

    const home = JSON.stringify(present(world.slack.home('U0BOB')).blocks);
    expect(home).toContain('approval:default:details');
    expect(home).not.toContain('approval:default:withdraw');
  });
});

import { expect, test } from 'vitest';
import { click } from '../world/people.js';
import { createWorld } from '../world/world.js';

test('a command that finds the approval as it wants it says that nothing changed', async () => {
  const world = await createWorld({ kind: { steps: ['baked'] } });
  const approval = await world.ask();
  await click(world, approval, 'U0ALICE', 'approve');
  await world.work();
  const report = () => world.approvals.reportProgress(approval.id, { step: 'baked', state: 'active' });

  const first = await report();
  const again = await report();

  expect([first, again]).toMatchObject([
    { ok: true, changed: true },
    { ok: true, changed: false },
  ]);
});

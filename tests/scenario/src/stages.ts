import { expect } from 'vitest';
import { content } from './deciding.js';
import type { World } from './world.js';

/** Carol decides as Security, then somebody on call as Operations: in a channel of their own, and until then not at all. */
export async function stages(world: World): Promise<void> {
  const approval = await world.askInStages();
  const { id } = approval;
  const early = await world.click('U0ALICE', approval, 'approve');
  await world.catchUp();
  const toldAlice = world.told('U0ALICE');
  const first = world.card(approval).text;
  const ofCarol = await world.click('U0CAROL', approval, 'approve');
  await world.catchUp();
  const second = world.card(approval).text;
  const between = await world.record(id);
  const posted = world.slack.messages('C0OPS').filter(({ blocks }) => JSON.stringify(blocks).includes(id));
  const ofCarolAgain = await world.click('U0CAROL', approval, 'approve');
  await world.catchUp();
  const toldCarol = world.told('U0CAROL');
  const ofBob = await world.click('U0BOB', approval, 'approve');
  await world.catchUp();

  expect([early, ofCarol, ofCarolAgain, ofBob]).toMatchObject([content, content, content, content]);
  expect(toldAlice).toContain('stage');
  expect(first).toContain('Stage 1 of 2: Security');
  expect(second).toContain('Stage 2 of 2: Operations');
  expect(between).toMatchObject({ status: 'pending', stage: 'Operations', votes: [{ stage: 'Security' }] });
  expect(posted).toMatchObject([{ text: expect.stringContaining('<!subteam^S0ONCALL>') }]);
  expect(toldCarol).toContain('one stage only');
  const decision = { outcome: 'approved', decidedBy: [{ userId: 'U0CAROL' }, { userId: 'U0BOB' }] };
  expect(world.receiver.applied(id)).toMatchObject([decision]);
  expect(await world.record(id)).toMatchObject({ status: 'approved', stage: null, decision });
  const votes = ['vote_refused', 'voted', 'stage_begun', 'vote_refused', 'voted'];
  expect(await world.happened(id)).toEqual(['asked', ...votes, 'decided', 'delivered']);
}

import type { Approval } from '@k8s-pizza/slack-approval';
import { expect } from 'vitest';
import { content } from './deciding.js';
import type { World } from './world.js';

const userId = 'U0ALICE';

/** One person approves three at once in the App Home: one is approved, one needs another person, and one was changed meanwhile. */
export async function inbox(world: World): Promise<void> {
  const changed = await world.ask({}, world.editable);
  const halfway = await world.ask();
  const whole = await world.ask({}, world.editable);
  const opened = await openHome(world, changed);
  for (const approval of [changed, halfway, whole]) await tick(world, approval);
  const viewId = world.slack.home(userId)?.id ?? '';
  const opening = await world.slack.click({ userId, viewId, actionId: 'approval:default:approve_selected' });
  const form = world.slack.views(userId).at(-1);
  await world.editable.amend({ id: changed.id }, { size: 'small' }, { by: 'alertmanager' });
  const sent = await world.slack.submit({ userId, viewId: form?.id ?? '', values: {} });
  const results = world.slack
    .views(userId)
    .at(-1)
    ?.blocks.map((block) => JSON.stringify(block));
  await world.catchUp();

  expect([opened, opening, sent]).toMatchObject([content, content, content]);
  expect(form).toMatchObject({ title: 'Approve 3' });
  expect(results).toEqual([
    expect.stringMatching(/✓ .*Approved/),
    expect.stringMatching(/✓ .*Your answer is in/),
    expect.stringMatching(/✗ .*changed after you saw it/),
  ]);
  const alone = { outcome: 'approved', decidedBy: [{ userId }] };
  expect(world.receiver.applied(whole.id)).toMatchObject([alone]);
  expect(await world.record(whole.id)).toMatchObject({ status: 'approved', decision: alone });
  expect(await world.record(halfway.id)).toMatchObject({ status: 'pending', votes: [{ by: { userId } }] });
  expect(await world.record(changed.id)).toMatchObject({ status: 'pending', votes: [] });
  expect(await world.happened(whole.id)).toEqual(['asked', 'voted', 'decided', 'delivered']);
  // the two that were answered are gone, and the changed one can be selected anew
  const home = JSON.stringify(world.slack.home(userId)?.blocks);
  expect([whole, halfway, changed].map(({ id }) => home.includes(id))).toEqual([false, false, true]);
}

/** Some hosts answer an event before it is done, so this waits until the Home shows an approval. */
async function openHome({ slack }: World, { id }: Approval<unknown>) {
  const sent = await slack.event({ type: 'app_home_opened', user: userId, tab: 'home', channel: 'D0HOME' });
  await expect.poll(() => JSON.stringify(slack.home(userId)?.blocks)).toContain(id);
  return sent;
}

async function tick({ slack }: World, { id, digest }: Approval<unknown>) {
  const viewId = slack.home(userId)?.id ?? '';
  const blockId = `row:${id}:${digest.slice(-16)}`;
  await slack.click({ userId, viewId, actionId: 'approval:default:select', options: [id], blockId });
}

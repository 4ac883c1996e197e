import { expect, onTestFinished, test, vi } from 'vitest';
import { createWorld, second } from '../world/world.js';

test('a program that cannot load @slack/web-api is told so: it does not look as if Slack were away', async () => {
  vi.doMock('@slack/web-api', () => {
    throw new Error("Cannot find package '@slack/web-api'");
  });
  onTestFinished(() => void vi.doUnmock('@slack/web-api'));
  const world = await createWorld();
  for (let count = 0; count < 3; count += 1) await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
  await world.approvals.flush();
  for (let count = 0; count < 2; count += 1) {
    world.clock.advance(second);
    await world.approvals.processDue();
  }
  const errors = world.log.lines.filter(({ level }) => level === 'error').map(({ parts }) => String(parts[0]));

  expect(errors.filter((line) => line.includes('@slack/web-api cannot be loaded'))).toHaveLength(1);
  expect(world.log.text()).toContain('slack_client_not_loaded');
  expect((await world.approvals.health()).problems).toEqual([
    expect.stringContaining('Install @slack/web-api beside the program'),
  ]);
  expect((await world.approvals.list()).approvals).toMatchObject([
    ...Array.from({ length: 3 }, () => ({ attention: { code: 'card_waiting' } })),
  ]);
});

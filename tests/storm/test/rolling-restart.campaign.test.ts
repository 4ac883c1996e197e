import { setTimeout as after } from 'node:timers/promises';
import { bundleInRun } from 'test-engines/in-this-run';
import { expect, onTestFinished, test } from 'vitest';
import { createFleet } from '../src/fleet.js';
import { startSlackStandIn } from '../src/slack-stand-in.js';
import { openStores } from '../src/stores.js';

const channelId = 'C0STORM';
const watchMs = 30_000;

test('cards go on coming while three processes are replaced one after the other in a storm', async () => {
  const [program, stores, slack] = await Promise.all([
    bundleInRun(new URL('../src/app-child.ts', import.meta.url)),
    openStores('sqlite'),
    startSlackStandIn(),
  ]);
  onTestFinished(async () => {
    await Promise.all([slack.close(), stores.close()]);
  });
  const settings = { store: await stores.next(), apiUrl: slack.apiUrl, receiverUrl: null, clockOffsetMs: 0 };
  const fleet = await createFleet(program, settings, 3);
  onTestFinished(fleet.close);
  const ask = { count: 150, atOnce: 1, channelId };
  await Promise.all(fleet.all().map((replica, index) => replica.tell('ask_many', { ...ask, prefix: `${index}-` })));
  // each has taken some of the channel's seconds
  await after(3_000);

  await fleet.replaceAll();
  const replacedAt = Date.now();
  await after(watchMs);

  const posts = slack.posts.filter(({ at }) => at > replacedAt);
  const cards = slack.posts.flatMap(({ approvalId }) => (approvalId === null ? [] : [approvalId]));
  expect(new Set(cards).size).toBe(cards.length);
  expect(posts.length).toBeGreaterThan(watchMs / 2_000);
});

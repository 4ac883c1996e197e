import { createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { fixedClock } from '@k8s-pizza/slack-approval-testing';
import { expect, onTestFinished, test } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { recordingLogger } from '../world/log.js';
import { minute, orderOptions, start } from '../world/world.js';

// told where it is, a process asks nobody, and no answer is waited for by several records
const installed = { teamId: 'T0PIZZA', appId: 'A0APPROVAL' };

/** Counts the turns of the event loop, from 0. */
function turns() {
  let count = 0;
  let isOver = false;
  const next = () => {
    count += 1;
    if (!isOver) setImmediate(next);
  };
  setImmediate(next);
  onTestFinished(() => {
    isOver = true;
  });
  return () => count;
}

/** A process whose store and sink wait for nothing, and which records were written at each turn of the event loop. */
function working() {
  const store = memoryStore();
  const turn = turns();
  const written = new Map<number, Set<string>>();
  const watched: ApprovalStore = {
    ...store,
    put: async (row, version) => {
      written.set(turn(), (written.get(turn()) ?? new Set()).add(row.id));
      return await store.put(row, version);
    },
  };
  const clock = fixedClock(start);
  const logger = recordingLogger();
  const slack = { token: 'xoxb-test', signingSecret: 'secret', transport: agreeableTransport(), ...installed };
  const asking = createApprovals({ store, clock, logger });
  const approvals = createApprovals({ store: watched, clock, logger, slack });
  const orders = asking.define('order', orderOptions());
  approvals.define('order', orderOptions());
  const ask = async () => (await orders.ask({ size: 'large' }, { requester: 'alertmanager' })).approval.id;
  /** How many records were written at the turn with the most of them, and how many in all. */
  const most = () => Math.max(...[...written.values()].map((ids) => ids.size));
  const all = () => new Set([...written.values()].flatMap((ids) => [...ids])).size;
  return { store, clock, asking, approvals, ask, most, all };
}

// with 2,000 records the event loop was once held for 8.6 s
test('the event loop turns between two records, so that clicks are answered meanwhile', async () => {
  const { asking, approvals, ask, most, all } = working();
  for (let count = 0; count < 200; count += 1)
    await asking.withdraw(await ask(), { by: 'alertmanager', reason: 'resolved' });

  await approvals.processDue();

  expect((await approvals.list({ limit: 100 })).approvals.map(({ delivery }) => delivery.state)).toEqual(
    Array.from({ length: 100 }, () => 'delivered'),
  );
  expect([all(), most()]).toEqual([200, 1]);
});

test('nor does it stand still while a process that starts wakes the cards that wait', async () => {
  const { store, clock, approvals, ask, most, all } = working();
  for (let count = 0; count < 50; count += 1) {
    const id = await ask();
    const row = await store.get(id);
    const record = JSON.parse(row?.body ?? '');
    const [copy] = record.approval.work.copies;
    const problem = { code: 'not_in_channel', since: start, isAppWide: false };
    record.approval.work.copies = [{ ...copy, problem, nextAt: start + 60 * minute }];
    if (row !== null) await store.put({ ...row, body: JSON.stringify(record), attention: 'card_waiting' }, row.version);
  }
  clock.advance(2 * minute);

  approvals.start();
  while (all() === 0) await new Promise((resolve) => setImmediate(resolve));
  // it wakes them all, and posts none
  await approvals.stop();

  expect([all(), most()]).toEqual([50, 1]);
});

import { setTimeout as after } from 'node:timers/promises';
import { click, type Front } from './clicks.js';
import { type AppFleet, alice, bob } from './settings.js';
import type { Witness } from './witness.js';

const flowCount = 6;

/** What was acknowledged, and what another connection saw right then. */
export interface Clicked {
  readonly acknowledgedCount: number;
  readonly refusedCount: number;
  /** Decided when the click was acknowledged: the status by approval. */
  readonly decided: ReadonlyMap<string, string>;
  /** Acknowledged, and still pending for another connection. */
  readonly lost: readonly string[];
  readonly asked: readonly string[];
}

/** Asks, and lets two people click at once, of whom one approves and one rejects, on processes chosen at random. */
export async function clickUntil(
  isOver: () => boolean,
  fleet: AppFleet,
  front: Front,
  witness: Witness,
  random: () => number,
): Promise<Clicked> {
  const decided = new Map<string, string>();
  const lost: string[] = [];
  const asked: string[] = [];
  let acknowledgedCount = 0;
  let refusedCount = 0;
  let order = 0;

  const clickOnce = async (approval: Parameters<typeof click>[2], by: string, answer: 'approve' | 'reject') => {
    await after(random() * 30);
    if (!(await click(front, fleet.pick(random()).url, approval, by, answer))) {
      refusedCount += 1;
      return;
    }
    acknowledgedCount += 1;
    const status = witness.statusOf(approval.id);
    if (status === 'pending' || status === null) lost.push(approval.id);
    else decided.set(approval.id, decided.get(approval.id) ?? status);
  };
  const flow = async () => {
    while (!isOver()) {
      order += 1;
      const approval = await fleet
        .pick(random())
        .tell('ask', String(order))
        .catch(() => null); // killed, or locked out: nothing was acknowledged
      if (approval === null) {
        await after(20);
        continue;
      }
      asked.push(approval.id);
      await Promise.all([clickOnce(approval, alice, 'approve'), clickOnce(approval, bob, 'reject')]);
      await after(random() * 100);
    }
  };
  await Promise.all(Array.from({ length: flowCount }, flow));
  return { acknowledgedCount, refusedCount, decided, lost, asked };
}

import type { Runtime } from '../runtime/runtime.js';
import { changeReserved } from '../storage/reserved-row.js';
import { type Channel, sizeOf, waitingFreeAt } from './channel.js';
import { giveBackSeconds, isNewerChannelRow, readChannelRow, takeSeconds, withWaiting } from './channel-row.js';
import { secondMs } from './second-ms.js';
import { maxWaitingWithoutSummary, withSummaryDue } from './summary-due.js';

type Process = Pick<Runtime, 'store' | 'namespace' | 'clock'>;

/** With up to this many waiting posts, a process paces itself and does not ask the store for seconds. */
const maxWaitingAlone = 5;
/** Seconds that a killed process has not used are lost, so a block is short. */
const maxBlock = 10;
/** A block for reminders is even shorter, so that the first card of another process waits only a few seconds. */
const maxReminderBlock = 5;
/** A second may start this much shorter, as timers are late. */
const minSecondMs = 900;

/** Returns the next second in which this process may post. If it has none left, it takes a block from the channel's row. */
export async function nextSecond(process: Process, channel: Channel, name: string): Promise<number> {
  const now = process.clock();
  if (sizeOf(channel) > maxWaitingAlone) channel.isShared = true;
  const own = waitingFreeAt(channel, now);
  if (!channel.isShared) return own;
  const block = followClock(channel, now);
  // less than a second is too short, because the next second belongs to another process
  if (block !== null && Math.max(own, block.next) + minSecondMs <= block.until) return Math.max(own, block.next);
  // the next free second may be far ahead, so take none before it can be used
  if (own > now) return own;
  return (await takeBlock(process, channel, name)) ? Math.max(own, channel.block?.next ?? own) : now + secondMs;
}

/** If the clock was set back, the block moves back with it. */
function followClock({ block }: Channel, now: number): Channel['block'] {
  if (block === null) return null;
  const back = Math.max(0, block.seenAt - now);
  block.next -= back;
  block.until -= back;
  block.seenAt = now;
  return block;
}

/** Takes seconds for a quarter of the waiting posts, as another process may post some of them and unused seconds are lost. */
function blockSize(channel: Channel): number {
  const { late, cards } = channel;
  const max = late.size + cards.size > 0 ? maxBlock : maxReminderBlock;
  return Math.min(Math.ceil(sizeOf(channel) / 4), max);
}

/** The same write marks the row if a summary card is needed. */
async function takeBlock(process: Process, channel: Channel, name: string): Promise<boolean> {
  const { channelId, late, cards } = channel;
  const count = blockSize(channel);
  let block: Channel['block'] = null;
  let others = 0;
  let hasSummary = false;
  const isTaken = await changeReserved(process, 'channel', channelId, (row) => {
    if (isNewerChannelRow(row)) return null;
    const now = process.clock();
    const known = withWaiting(readChannelRow(row, channelId), name, cards.size, now);
    others = known.others;
    hasSummary = known.channel.summary !== null;
    const taken = takeSeconds(known.channel, {
      now,
      count,
      ownUntil: channel.block?.lastInRow ?? null,
    });
    block = { next: taken.from, until: taken.until, lastInRow: taken.until, seenAt: now };
    const kept = keepLease(row);
    if (late.size + cards.size <= maxWaitingWithoutSummary) return { body: JSON.stringify(taken.channel), ...kept };
    hasSummary = true;
    const { channel: marked, dueAt } = withSummaryDue(row, taken.channel, now);
    return { body: JSON.stringify(marked), dueAt, lease: kept.lease };
  });
  if (!isTaken) return false;
  channel.block = block;
  channel.others = others;
  channel.hasSummary = hasSummary;
  return true;
}

/** Gives the rest of a block back to the other processes, once nothing waits. */
export async function giveBackBlock(process: Process, channel: Channel): Promise<void> {
  const { channelId, block } = channel;
  channel.block = null;
  channel.isShared = false;
  channel.others = 0;
  channel.hasSummary = false;
  if (block === null || block.until - block.next < 2 * secondMs) return;
  await changeReserved(process, 'channel', channelId, (row) => {
    if (row === null || isNewerChannelRow(row)) return null;
    const next = giveBackSeconds(readChannelRow(row, channelId), block.lastInRow, block.until - block.next);
    return next === null ? null : { body: JSON.stringify(next), ...keepLease(row) };
  });
}

/** Taking seconds changes neither the lease of the row nor when it is due. */
function keepLease(row: Parameters<Parameters<typeof changeReserved>[3]>[0]) {
  const lease =
    row === null || row.leaseToken === null || row.leaseUntil === null
      ? null
      : { token: row.leaseToken, until: row.leaseUntil };
  return { dueAt: row?.dueAt ?? null, lease };
}

import type { Runtime } from '../runtime/runtime.js';
import { changeReserved } from '../storage/reserved-row.js';
import { type Channel, sizeOf, waitingFreeAt } from './channel.js';
import { giveBackSeconds, isNewerChannelRow, readChannelRow, takeSeconds, withWaiting } from './channel-row.js';
import { manyWaiting, withSummaryDue } from './summary-due.js';

type Process = Pick<Runtime, 'store' | 'namespace' | 'clock'>;

/** With fewer posts waiting a process keeps its own seconds, and asks no store for them. */
const maxWaitingAlone = 5;
/** A process that is killed takes the seconds with it that it has not used. */
const maxBlock = 10;
/** A block for reminders is short, so that another process's first card waits only a few seconds. */
const maxReminderBlock = 5;
const secondMs = 1_000;
/** A second that begins a moment late is still one. */
const wholeMs = 900;

/** @returns the instant of the next second that this process may post in; takes more of them from the channel's row where it needs some */
export async function nextSecond(process: Process, channel: Channel, name: string): Promise<number> {
  const now = process.clock();
  if (sizeOf(channel) > maxWaitingAlone) channel.isShared = true;
  const own = waitingFreeAt(channel, now);
  if (!channel.isShared) return own;
  const block = followClock(channel, now);
  // the rest of a second is too short: the next one is another process's
  if (block !== null && Math.max(own, block.next) + wholeMs <= block.until) return Math.max(own, block.next);
  // what others have taken may be far ahead: no second is taken before this one may be used
  if (own > now) return own;
  return (await takeBlock(process, channel, name)) ? Math.max(own, channel.block?.next ?? own) : now + secondMs;
}

/** A clock that was set back takes the seconds along. */
function followClock({ block }: Channel, now: number): Channel['block'] {
  if (block === null) return null;
  const back = Math.max(0, block.seenAt - now);
  block.next -= back;
  block.until -= back;
  block.seenAt = now;
  return block;
}

/** A quarter of what waits: another process may have posted some of it, and seconds that nobody needs are lost to all. */
function blockSize(channel: Channel): number {
  const { late, cards } = channel;
  const most = late.size + cards.size > 0 ? maxBlock : maxReminderBlock;
  return Math.min(Math.ceil(sizeOf(channel) / 4), most);
}

/** The same write marks the row where a summary card is wanted. */
async function takeBlock(process: Process, channel: Channel, name: string): Promise<boolean> {
  const { channelId, late, cards } = channel;
  const count = blockSize(channel);
  let block: Channel['block'] = null;
  let others = 0;
  const isTaken = await changeReserved(process, 'channel', channelId, (row) => {
    // what a newer release keeps there is left alone
    if (isNewerChannelRow(row)) return null;
    const now = process.clock();
    const known = withWaiting(readChannelRow(row, channelId), name, cards.size, now);
    others = known.others;
    const taken = takeSeconds(known.channel, {
      now,
      count,
      ownUntil: channel.block?.lastInRow ?? null,
    });
    block = { next: taken.from, until: taken.until, lastInRow: taken.until, seenAt: now };
    const kept = keptBy(row);
    if (late.size + cards.size <= manyWaiting) return { body: JSON.stringify(taken.channel), ...kept };
    const { channel: marked, dueAt } = withSummaryDue(row, taken.channel, now);
    return { body: JSON.stringify(marked), dueAt, lease: kept.lease };
  });
  if (!isTaken) return false;
  channel.block = block;
  channel.others = others;
  return true;
}

/** Nothing waits any more: seconds that are left are for other processes. */
export async function giveBackBlock(process: Process, channel: Channel): Promise<void> {
  const { channelId, block } = channel;
  channel.block = null;
  channel.isShared = false;
  channel.others = 0;
  if (block === null || block.until - block.next < 2 * secondMs) return;
  await changeReserved(process, 'channel', channelId, (row) => {
    if (row === null || isNewerChannelRow(row)) return null;
    const next = giveBackSeconds(readChannelRow(row, channelId), block.lastInRow, block.until - block.next);
    return next === null ? null : { body: JSON.stringify(next), ...keptBy(row) };
  });
}

/** The pace changes neither who holds the row nor when it is due. */
function keptBy(row: Parameters<Parameters<typeof changeReserved>[3]>[0]) {
  const lease =
    row === null || row.leaseToken === null || row.leaseUntil === null
      ? null
      : { token: row.leaseToken, until: row.leaseUntil };
  return { dueAt: row?.dueAt ?? null, lease };
}

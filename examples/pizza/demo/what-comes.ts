import { readDuration } from '@k8s-pizza/slack-approval/host';
import type { SimulatedMessage, Upcoming } from '@k8s-pizza/slack-simulator';
import { asksShiftLeadAfter } from '../src/pizza-kinds.js';
import { orderedFor } from '../src/pizza-order.js';

/** How often the demo reminds people. */
export const remindEvery = '10m';

/** As the page's buttons say it. */
export const comingEvents = {
  reminder: 'The next reminder',
  shiftLead: 'Carol, the shift lead, is asked',
  nextShift: 'The next shift starts',
} as const;

const remindEveryMs = readDuration('remindEvery', remindEvery);
const asksShiftLeadAfterMs = readDuration('asksShiftLeadAfter', asksShiftLeadAfter);

/**
 * What happens if no one answers the newest card of the channel, and when the next shift starts, if an order waits for
 * it: the page's clock can go there.
 *
 * A card is posted a moment after its question is asked, so nothing here comes too early.
 */
export function whatComes(messages: readonly SimulatedMessage[], now: number): readonly Upcoming[] {
  return [...ifNoOneAnswers(messages, now), ...nextShiftOf(messages, now)];
}

const waitsUntil = new RegExp(`${orderedFor} (\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d) UTC`);

function nextShiftOf(messages: readonly SimulatedMessage[], now: number): readonly Upcoming[] {
  const times = messages.flatMap(({ blocks }) => {
    const [, day, time] = waitsUntil.exec(JSON.stringify(blocks)) ?? [];
    return day === undefined ? [] : [Date.parse(`${day}T${time}:00Z`)];
  });
  const next = Math.min(...times.filter((at) => at > now));
  return Number.isFinite(next) ? [{ label: comingEvents.nextShift, at: next }] : [];
}

function ifNoOneAnswers(messages: readonly SimulatedMessage[], now: number): readonly Upcoming[] {
  const card = messages.findLast(({ text, threadTs }) => threadTs === null && text.includes('Waiting for an answer'));
  if (card === undefined) return [];
  const postedAt = Number(card.ts) * 1_000;
  const reminderCount = Math.floor((now - postedAt) / remindEveryMs);
  return [
    { label: comingEvents.reminder, at: postedAt + (reminderCount + 1) * remindEveryMs },
    { label: comingEvents.shiftLead, at: postedAt + asksShiftLeadAfterMs },
  ];
}

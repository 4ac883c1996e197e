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
  // the people of a second stage are told in the thread when it begins, and its reminders count from there
  const begun = messages.findLast(({ text, threadTs }) => threadTs === card.ts && secondStage.test(text));
  const beganAt = Number((begun ?? card).ts) * 1_000;
  const reminderCount = Math.floor((now - beganAt) / remindEveryMs);
  const reminder = { label: comingEvents.reminder, at: beganAt + (reminderCount + 1) * remindEveryMs };
  // Carol is kept for the second stage, where she holds the budget
  if (ofTwoStages.test(card.text)) return [reminder];
  return [reminder, { label: comingEvents.shiftLead, at: beganAt + asksShiftLeadAfterMs }];
}

const ofTwoStages = /Stage \d of 2: /;
const secondStage = /^Stage 2 of 2: .*\. This now waits for your answer\./;

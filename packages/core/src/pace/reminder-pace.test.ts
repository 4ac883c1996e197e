import { expect, test } from 'vitest';
import { createReminderPace } from './reminder-pace.js';

const minute = 60_000;

/** Asks so often at this time, and counts the reminders that may be loud. */
function loudOf(pace: ReturnType<typeof createReminderPace>, now: number, times: number, key = ['C1', '<@U1>']) {
  const [channelId = '', mentioned = ''] = key;
  const names = Array.from({ length: times }, (_, index) => `${now} ${index}`);
  return names.filter((name) => pace.takeLoud(channelId, mentioned, name, now)).length;
}

test('five reminders a minute mention the same people in a channel', () => {
  const pace = createReminderPace();

  expect([
    loudOf(pace, 0, 3),
    loudOf(pace, 1_000, 57),
    loudOf(pace, minute, 60),
    loudOf(pace, minute + 1_000, 60),
  ]).toEqual([3, 2, 3, 2]);
});

test('a reminder that Slack did not take is as loud when it is sent again', () => {
  const pace = createReminderPace();
  for (let times = 0; times < 5; times += 1) pace.takeLoud('C1', '<@U1>', 'one', times);

  expect([pace.takeLoud('C1', '<@U1>', 'one', 6), loudOf(pace, 10, 60)]).toEqual([true, 4]);
});

test('other people, and other channels, are reminded for themselves', () => {
  const pace = createReminderPace();
  loudOf(pace, 0, 60);

  expect([loudOf(pace, 0, 60, ['C1', '<@U2>']), loudOf(pace, 0, 60, ['C2', '<@U1>'])]).toEqual([5, 5]);
});

test('a clock that was set back silences no one', () => {
  const pace = createReminderPace();
  loudOf(pace, 60 * minute, 60);

  expect(loudOf(pace, 0, 60)).toBe(5);
});

test('it remembers at most a thousand groups of people, and forgets the oldest', () => {
  const pace = createReminderPace();
  loudOf(pace, 0, 60);
  for (let index = 0; index < 1_000; index += 1) pace.takeLoud('C1', `<@U${index + 2}>`, 'one', 0);

  expect(loudOf(pace, 0, 60)).toBe(5);
});

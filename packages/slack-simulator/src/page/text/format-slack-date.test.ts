import { describe, expect, test } from 'vitest';
import { formatSlackDate } from './format-slack-date.js';

const utc = { now: Date.UTC(2026, 0, 15, 12), timeZone: 'UTC' };
const at = (...parts: readonly [number, number, number, number?, number?, number?]) => Date.UTC(...parts) / 1_000;
const spaced = (told: string) => told.replaceAll('\u202f', ' ');

describe("Slack's tokens", () => {
  test.each([
    ['{date_num}', at(2014, 1, 18), '2014-02-18'],
    ['{date}', at(2014, 1, 18), 'February 18th, 2014'],
    ['{date}', at(2026, 1, 1), 'February 1st'],
    ['{date}', at(2026, 1, 12), 'February 12th'],
    ['{date_short}', at(2014, 1, 18), 'Feb 18, 2014'],
    ['{date_short}', at(2026, 2, 3), 'Mar 3'],
    ['{date_long}', at(2014, 1, 18), 'Tuesday, February 18th, 2014'],
    ['{time}', at(2026, 0, 15, 18, 5), '6:05 PM'],
    ['{time_secs}', at(2026, 0, 15, 6, 5, 9), '6:05:09 AM'],
    ['{ago}', at(2026, 0, 15, 11, 57), '3 minutes ago'],
    ['{ago}', at(2026, 0, 15, 16), 'in 4 hours'],
    ['{date_pretty}', at(2026, 0, 14, 1), 'yesterday'],
    ['{date_short_pretty} at {time}', at(2026, 0, 15, 9), 'today at 9:00 AM'],
    ['{date_long_pretty}', at(2026, 0, 16, 23), 'tomorrow'],
    ['{date_short_pretty}', at(2026, 0, 17), 'Jan 17'],
    ['{nonsense} and {', at(2026, 0, 17), '{nonsense} and {'],
  ])('%s of %i is %s', (format, seconds, told) => {
    expect(spaced(formatSlackDate(seconds, format, utc))).toBe(told);
  });

  test("are told in the reader's time zone", () => {
    const reader = { ...utc, timeZone: 'Asia/Tokyo' };

    expect(spaced(formatSlackDate(at(2026, 0, 15, 20), '{date_num} {time}, {date_pretty}', reader))).toBe(
      '2026-01-16 5:00 AM, tomorrow',
    );
  });
});

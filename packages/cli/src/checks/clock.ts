import { type Check, notChecked, ok, wrong } from '../doctor/check.js';
import { leaseMarginMs, replayWindowMs } from './compare-clock.js';

/** Whether this machine's clock agrees with Slack's. */
export const clock: Check = {
  id: 'clock',
  title: 'clock',
  async run({ SLACK_BOT_TOKEN: token }, { slack }) {
    if (token === undefined) return notChecked('clock_unknown', 'This check needs SLACK_BOT_TOKEN.');
    const result = await slack.call('auth.test');
    if (result.type !== 'ok' || result.aheadMs === null)
      return notChecked('clock_unknown', 'Slack gave no response with a date.');
    const offsetMs = Math.abs(result.aheadMs);
    const seconds = Math.round(offsetMs / 1_000);
    const message = `This clock is ${seconds} s ${result.aheadMs > 0 ? 'ahead of' : 'behind'} Slack's`;
    const mend = 'Synchronize the clock of this machine with NTP.';
    if (offsetMs > replayWindowMs)
      return wrong('clock_refuses_slack', `${message}: every click is refused as a replay.`, mend);
    if (offsetMs > leaseMarginMs)
      return wrong('clock_off', `${message}: work may be done twice, and approvals expire at the wrong time.`, mend);
    return ok('clock_ok', `It is within ${Math.max(1, seconds)} s of Slack's.`);
  },
};

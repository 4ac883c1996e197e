import { type Check, notChecked, ok, wrong } from '../doctor/check.js';

/** Beyond this, two processes may disagree on whether a lease has expired, and do the same work twice. */
const leaseMarginMs = 45_000;
/** Beyond this, the library refuses Slack's requests as replays. */
const slackWindowMs = 300_000;

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
    if (offsetMs > slackWindowMs)
      return wrong('clock_refuses_slack', `${message}: every click is refused as a replay.`, mend);
    if (offsetMs > leaseMarginMs)
      return wrong('clock_off', `${message}: work may be done twice, and approvals expire at the wrong time.`, mend);
    return ok('clock_ok', `It is within ${Math.max(1, seconds)} s of Slack's.`);
  },
};

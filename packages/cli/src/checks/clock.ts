import { type Check, notChecked, ok, wrong } from '../doctor/check.js';

/** Beyond this, work may be done twice: two processes differ on whether a lease has run out. */
const leaseMarginMs = 45_000;
/** Beyond this, Slack's requests look like replays. */
const slackWindowMs = 300_000;

/** Whether this machine's clock agrees with Slack's. */
export const clock: Check = {
  id: 'clock',
  title: 'clock',
  async run({ SLACK_BOT_TOKEN: token }, { slack }) {
    if (token === undefined) return notChecked('clock_unknown', 'There is no bot token to ask Slack with.');
    const answer = await slack.call('auth.test');
    if (answer.type !== 'ok' || answer.aheadMs === null)
      return notChecked('clock_unknown', 'Slack gave no answer with a date.');
    const seconds = Math.round(Math.abs(answer.aheadMs) / 1_000);
    const differs = `This clock is ${seconds} s ${answer.aheadMs > 0 ? 'ahead of' : 'behind'} Slack's`;
    const mend = 'Let this machine keep its time by NTP.';
    if (Math.abs(answer.aheadMs) > slackWindowMs)
      return wrong('clock_refuses_slack', `${differs}: every click is refused as a replay.`, mend);
    if (Math.abs(answer.aheadMs) > leaseMarginMs)
      return wrong('clock_off', `${differs}: work may be done twice, and approvals expire at another time.`, mend);
    return ok('clock_ok', `It agrees with Slack's to ${Math.max(1, seconds)} s.`);
  },
};

import { type Check, type CheckResult, ok, wrong } from '../doctor/check.js';
import { slackTrouble } from './slack-trouble.js';

const where = '"OAuth & Permissions" of your Slack app, "Bot User OAuth Token"';

function malformed(token: string): CheckResult {
  const is = token.startsWith('xapp-')
    ? 'is an app-level token'
    : token.startsWith('xoxp-')
      ? "is a person's token"
      : 'does not begin with xoxb-';
  return wrong('slack_token_malformed', `SLACK_BOT_TOKEN ${is}.`, `Copy the bot token: ${where}.`);
}

/** Whether the bot token works, and whose it is. */
export const slackToken: Check = {
  id: 'slack_token',
  title: 'bot token',
  async run({ SLACK_BOT_TOKEN: token }, { slack }) {
    if (token === undefined) return wrong('slack_token_missing', 'SLACK_BOT_TOKEN is not set.', `Set it: ${where}.`);
    if (!token.startsWith('xoxb-')) return malformed(token);
    const answer = await slack.call('auth.test');
    if (answer.type === 'ok') return ok('slack_token_ok', `It works: ${whose(answer.fields)}.`);
    const trouble = slackTrouble('slack_token', where, answer);
    return (
      trouble ??
      wrong('slack_token_refused', 'Slack refuses the token.', `Install the app again and copy the token: ${where}.`)
    );
  },
};

function whose({ app_id, team, team_id }: Readonly<Record<string, unknown>>): string {
  const idOf = (value: unknown) => (/^[A-Z0-9]{2,20}$/.test(String(value)) ? String(value) : null);
  const name = /^[\p{L}\p{N} .&'-]{1,60}$/u.test(String(team ?? '')) ? ` "${team}"` : '';
  return `app ${idOf(app_id) ?? 'of unknown id'} in workspace${name} ${idOf(team_id) ?? 'of unknown id'}`;
}

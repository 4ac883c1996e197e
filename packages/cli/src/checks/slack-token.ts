import { type Check, type CheckResult, ok, wrong } from '../doctor/check.js';
import { botTokenFault } from '../options/credential-fault.js';
import { slackErrorResult } from './slack-error.js';
import { uncleanResult } from './variables.js';

const where = '"OAuth & Permissions" of your Slack app, "Bot User OAuth Token"';
const prefix = 'xoxb-';

function malformedResult(token: string): CheckResult {
  const [otherKind] = botTokenFault(token)?.split(': ') ?? [];
  const kind = otherKind ?? (token === prefix ? `has nothing after ${prefix}` : `does not start with ${prefix}`);
  return wrong('slack_token_malformed', `SLACK_BOT_TOKEN ${kind}.`, `Copy the bot token: ${where}.`);
}

/** Whether the bot token works, and which app and workspace it belongs to. */
export const slackToken: Check = {
  id: 'slack_token',
  title: 'bot token',
  async run({ SLACK_BOT_TOKEN: token }, { slack }) {
    if (token === undefined) return wrong('slack_token_missing', 'SLACK_BOT_TOKEN is not set.', `Set it: ${where}.`);
    const unclean = uncleanResult('SLACK_BOT_TOKEN', token);
    if (unclean !== null) return unclean;
    if (!token.startsWith(prefix) || token === prefix) return malformedResult(token);
    const result = await slack.call('auth.test');
    if (result.type === 'ok') return ok('slack_token_ok', `It works: ${ownerOf(result.fields)}.`);
    return (
      slackErrorResult('slack_token', where, result) ??
      wrong('slack_token_refused', 'Slack refuses the token.', `Install the app again and copy the token: ${where}.`)
    );
  },
};

function ownerOf({ app_id, team, team_id }: Readonly<Record<string, unknown>>): string {
  const idOf = (value: unknown) => (/^[A-Z0-9]{2,20}$/.test(String(value)) ? String(value) : null);
  const name = /^[\p{L}\p{N} .&'-]{1,60}$/u.test(String(team ?? '')) ? ` "${team}"` : '';
  return `app ${idOf(app_id) ?? 'with an unknown id'} in workspace${name} ${idOf(team_id) ?? 'with an unknown id'}`;
}

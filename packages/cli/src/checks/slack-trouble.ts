import { type CheckResult, notChecked, wrong } from '../doctor/check.js';
import type { SlackAnswer } from '../doctor/slack-calls.js';
import { unreachedText } from '../doctor/why-unreached.js';

type Failed = Exclude<SlackAnswer, { type: 'ok' }>;

/** What a refused token means, for bot and app-level tokens alike. Only errors named here are repeated: any other text may hold anything. */
const tokenErrors: Readonly<Record<string, readonly [code: string, message: string, mend: string]>> = {
  invalid_auth: ['invalid', 'Slack does not know the token (invalid_auth).', 'Copy it again'],
  not_authed: ['invalid', 'Slack saw no token (not_authed).', 'Copy it again'],
  not_allowed_token_type: ['invalid', 'The token is of another kind (not_allowed_token_type).', 'Copy the right one'],
  token_revoked: ['revoked', 'The token was revoked (token_revoked).', 'Install the app again and copy the new token'],
  token_expired: ['revoked', 'The token has expired (token_expired).', 'Switch token rotation off, or renew the token'],
  account_inactive: [
    'revoked',
    'The app was removed from the workspace (account_inactive).',
    'Install it again and copy the new token',
  ],
};

/** The line for a call that failed for its token, or because Slack was not reached; null for any other refusal. */
export function slackTrouble(name: 'slack_token' | 'app_token', where: string, answer: Failed): CheckResult | null {
  if (answer.type === 'unreached') return unreached(answer.why);
  if (answer.error === 'ratelimited')
    return notChecked('slack_rate_limited', 'Slack wants fewer calls: try again in a minute.');
  const known = tokenErrors[answer.error];
  if (known === undefined) return null;
  const [code, message, mend] = known;
  return wrong(`${name}_${code}`, message, `${mend}: ${where}.`, 'An app that was reinstalled may have a new token.');
}

function unreached(why: Extract<Failed, { type: 'unreached' }>['why']): CheckResult {
  if (why === 'bad_address')
    return wrong(
      'slack_api_url_invalid',
      'SLACK_API_URL is no https address, so no token is sent there.',
      'Unset it, or name an https address; http only to this machine.',
    );
  if (why === 'no_slack')
    return wrong(
      'slack_unreachable',
      'What answers is not Slack.',
      'Look for a proxy or a login page in between, and at SLACK_API_URL.',
    );
  return wrong(
    'slack_unreachable',
    `Slack is not reached: ${unreachedText(why)}.`,
    'Let this machine reach https://slack.com, by a proxy if need be.',
  );
}

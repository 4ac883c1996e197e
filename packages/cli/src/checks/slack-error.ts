import { type CheckResult, notChecked, wrong } from '../doctor/check.js';
import { explainFailure } from '../doctor/connection-failure.js';
import type { SlackResult } from '../doctor/slack-calls.js';

type FailedResult = Exclude<SlackResult, { type: 'ok' }>;

/** The errors that mean a bad token, for bot and app-level tokens alike. Only these are shown: other text may contain a secret. */
const tokenErrors: Readonly<Record<string, readonly [code: string, message: string, mend: string]>> = {
  invalid_auth: ['invalid', 'Slack does not know the token (invalid_auth).', 'Copy it again'],
  not_authed: ['invalid', 'Slack saw no token (not_authed).', 'Copy it again'],
  not_allowed_token_type: ['invalid', 'The token has the wrong type (not_allowed_token_type).', 'Copy the right token'],
  token_revoked: ['revoked', 'The token was revoked (token_revoked).', 'Install the app again and copy the new token'],
  token_expired: ['revoked', 'The token has expired (token_expired).', 'Switch token rotation off, or renew the token'],
  account_inactive: [
    'revoked',
    'The app was removed from the workspace (account_inactive).',
    'Install it again and copy the new token',
  ],
};

/** The result of a call that failed because of the token or the connection; null for any other error. */
export function slackErrorResult(
  name: 'slack_token' | 'app_token',
  where: string,
  result: FailedResult,
): CheckResult | null {
  if (result.type === 'unreached') return unreachedResult(result.failure);
  if (result.error === 'ratelimited')
    return notChecked('slack_rate_limited', 'Slack limits the rate of calls: try again in a minute.');
  const known = tokenErrors[result.error];
  if (known === undefined) return null;
  const [code, message, mend] = known;
  return wrong(`${name}_${code}`, message, `${mend}: ${where}.`, 'Reinstalling an app can change its token.');
}

function unreachedResult(failure: Extract<FailedResult, { type: 'unreached' }>['failure']): CheckResult {
  if (failure === 'bad_address')
    return wrong(
      'slack_api_url_invalid',
      'SLACK_API_URL is not an https URL, so the doctor sends no token there.',
      'Unset it, or set it to an https URL; http is allowed only to this machine.',
    );
  if (failure === 'no_slack')
    return wrong(
      'slack_unreachable',
      'Something other than Slack answers.',
      'Check SLACK_API_URL, and whether a proxy or a login page answers instead.',
    );
  return wrong(
    'slack_unreachable',
    `Slack cannot be reached: ${explainFailure(failure)}.`,
    'Let this machine reach https://slack.com, through a proxy if necessary.',
  );
}

import { type Check, notChecked, ok, wrong } from '../doctor/check.js';
import { uncleanResult } from './variables.js';

const where = '"Basic Information" of your Slack app, "App Credentials", "Signing Secret"';

/** The format of the signing secret. Whether it is the right one shows in Slack's requests, and in the request URL checks. */
export const signingSecret: Check = {
  id: 'signing_secret',
  title: 'signing secret',
  async run({ SLACK_SIGNING_SECRET: secret, SLACK_API_URL: apiUrl, SLACK_APP_TOKEN: appToken }) {
    if (secret === undefined && appToken !== undefined)
      return notChecked('signing_secret_not_needed', 'SLACK_SIGNING_SECRET is not set: Socket Mode does not need it.');
    if (secret === undefined)
      return wrong(
        'signing_secret_missing',
        'SLACK_SIGNING_SECRET is not set: Slack signs its requests over HTTP with it.',
        `Set it: ${where}.`,
      );
    const unclean = uncleanResult('SLACK_SIGNING_SECRET', secret);
    if (unclean !== null) return unclean;
    const isWellFormed = /^[0-9a-f]{32}$/.test(secret);
    if (!isWellFormed && apiUrl !== undefined && !isSlack(apiUrl))
      return notChecked(
        'signing_secret_other_slack',
        'SLACK_API_URL is not slack.com, so the format of the secret is unknown.',
      );
    if (!isWellFormed)
      return wrong(
        'signing_secret_malformed',
        'SLACK_SIGNING_SECRET is not 32 hexadecimal digits, which is the format of a signing secret.',
        `Copy it: ${where}. It is neither the client secret nor the verification token.`,
      );
    return ok(
      'signing_secret_ok',
      'It has the right format.',
      'A bot token cannot read the secret that Slack signs with: if clicks are refused, compare it with the page of your app.',
    );
  },
};

const isSlack = (url: string): boolean =>
  URL.canParse(url) && /(?:^|\.)slack(?:-gov)?\.com$/.test(new URL(url).hostname);

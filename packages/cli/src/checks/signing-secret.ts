import { type Check, notChecked, ok, wrong } from '../doctor/check.js';

const where = '"Basic Information" of your Slack app, "App Credentials", "Signing Secret"';

/** The form of the signing secret. Whether it is the right one shows in Slack's own requests, and in those of the next checks. */
export const signingSecret: Check = {
  id: 'signing_secret',
  title: 'signing secret',
  async run({ SLACK_SIGNING_SECRET: secret, SLACK_API_URL: otherSlack }) {
    if (secret === undefined)
      return wrong(
        'signing_secret_missing',
        'SLACK_SIGNING_SECRET is not set: createApprovals wants it, in Socket Mode too.',
        `Set it: ${where}.`,
      );
    const hasForm = /^[0-9a-f]{32}$/.test(secret);
    if (!hasForm && otherSlack !== undefined && !isSlack(otherSlack))
      return notChecked('signing_secret_other_slack', 'SLACK_API_URL names another Slack: its secrets have any form.');
    if (!hasForm)
      return wrong(
        'signing_secret_malformed',
        'SLACK_SIGNING_SECRET is not 32 hexadecimal digits, as Slack makes them.',
        `Copy it: ${where}. It is neither the client secret nor the verification token.`,
      );
    return ok(
      'signing_secret_ok',
      'It has the form of one.',
      'Which secret Slack signs with cannot be read with a bot token: compare it with the page of the app if clicks are refused.',
    );
  },
};

const isSlack = (url: string): boolean =>
  URL.canParse(url) && /(?:^|\.)slack(?:-gov)?\.com$/.test(new URL(url).hostname);

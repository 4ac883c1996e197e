import { type Check, notChecked, ok, wrong } from '../doctor/check.js';

const make = "Make one by: node -p \"'whsec_' + crypto.randomBytes(32).toString('base64')\", and give it to both ends.";
const fewestBytes = 24;
const mostBytes = 64;

/** The form of what decisions are signed with. */
export const decisionSecret: Check = {
  id: 'decision_secret',
  title: 'decision secret',
  async run({ DECISION_SECRET: secret, AZURE_FUNCTION_URL: url }) {
    if (secret === undefined && url === undefined)
      return notChecked(
        'decision_secret_unset',
        'DECISION_SECRET is not set, and no address that decisions are sent to.',
      );
    if (secret === undefined)
      return wrong('decision_secret_missing', 'DECISION_SECRET is not set: no decision can be signed.', make);
    const [, text = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
    const bytes = Buffer.from(text, 'base64');
    const isWhole = bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '');
    return isWhole && bytes.length >= fewestBytes && bytes.length <= mostBytes
      ? ok('decision_secret_ok', 'It has the form of one.')
      : wrong(
          'decision_secret_malformed',
          `DECISION_SECRET is not whsec_ and the base64 of ${fewestBytes} to ${mostBytes} bytes.`,
          make,
        );
  },
};

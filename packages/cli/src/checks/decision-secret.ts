import { type Check, notChecked, ok, wrong } from '../doctor/check.js';
import { uncleanResult } from './variables.js';

const remedy =
  "Create one with: node -p \"'whsec_' + crypto.randomBytes(32).toString('base64')\", and set it at both ends.";
const minBytes = 24;
const maxBytes = 64;

/** The format of the secret that signs decisions. */
export const decisionSecret: Check = {
  id: 'decision_secret',
  title: 'decision secret',
  async run({ DECISION_SECRET: secret, AZURE_FUNCTION_URL: url }) {
    if (secret === undefined && url === undefined)
      return notChecked('decision_secret_unset', 'Neither DECISION_SECRET nor AZURE_FUNCTION_URL is set.');
    if (secret === undefined)
      return wrong('decision_secret_missing', 'DECISION_SECRET is not set: decisions cannot be signed.', remedy);
    const unclean = uncleanResult('DECISION_SECRET', secret);
    if (unclean !== null) return unclean;
    const [, text = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
    const bytes = Buffer.from(text, 'base64');
    const isBase64 = bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '');
    return isBase64 && bytes.length >= minBytes && bytes.length <= maxBytes
      ? ok('decision_secret_ok', 'It has the right format.')
      : wrong(
          'decision_secret_malformed',
          `DECISION_SECRET is not whsec_ followed by the base64 of ${minBytes} to ${maxBytes} bytes.`,
          remedy,
        );
  },
};

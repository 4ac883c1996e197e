import { type Check, notChecked, ok, wrong } from '../doctor/check.js';
import { slackErrorResult } from './slack-error.js';
import { uncleanResult } from './variables.js';

const where = '"Basic Information" of your Slack app, "App-Level Tokens", with the scope connections:write';

/** Whether Socket Mode can connect, if the app uses it. */
export const appToken: Check = {
  id: 'app_token',
  title: 'app token',
  async run({ SLACK_APP_TOKEN: token }, { slack }) {
    if (token === undefined)
      return notChecked('app_token_unset', 'SLACK_APP_TOKEN is not set: only Socket Mode needs it.');
    const unclean = uncleanResult('SLACK_APP_TOKEN', token);
    if (unclean !== null) return unclean;
    if (!/^xapp-./.test(token))
      return wrong('app_token_malformed', 'SLACK_APP_TOKEN is not xapp- followed by the token.', `Copy it: ${where}.`);
    // the response has a one-time URL, which is not used
    const result = await slack.call('apps.connections.open', {}, 'app');
    if (result.type === 'ok') return ok('app_token_ok', 'Socket Mode lets the app connect.');
    if (result.type === 'refused' && result.error === 'missing_scope')
      return wrong('app_token_scope', 'The token lacks the scope connections:write.', `Create a new one: ${where}.`);
    return (
      slackErrorResult('app_token', where, result) ??
      wrong(
        'app_token_refused',
        'Slack refuses to open a connection for the token.',
        `Switch Socket Mode on in your Slack app, and copy the token: ${where}.`,
      )
    );
  },
};

import { type Check, notChecked, ok, wrong } from '../doctor/check.js';
import { slackTrouble } from './slack-trouble.js';

const where = '"Basic Information" of your Slack app, "App-Level Tokens", with the scope connections:write';

/** Whether Socket Mode can connect, where it is used. */
export const appToken: Check = {
  id: 'app_token',
  title: 'app token',
  async run({ SLACK_APP_TOKEN: token }, { slack }) {
    if (token === undefined)
      return notChecked('app_token_unset', 'SLACK_APP_TOKEN is not set: only Socket Mode needs it.');
    if (!token.startsWith('xapp-'))
      return wrong('app_token_malformed', 'SLACK_APP_TOKEN does not begin with xapp-.', `Copy it: ${where}.`);
    // the address it answers with works once and for a short time, and is not used
    const answer = await slack.call('apps.connections.open', {}, 'app');
    if (answer.type === 'ok') return ok('app_token_ok', 'Socket Mode lets the app connect.');
    if (answer.type === 'refused' && answer.error === 'missing_scope')
      return wrong('app_token_scope', 'The token may not open connections.', `Make a new one: ${where}.`);
    const trouble = slackTrouble('app_token', where, answer);
    return (
      trouble ??
      wrong(
        'app_token_refused',
        'Slack opens no connection for the token.',
        `Switch Socket Mode on in your Slack app, and copy the token: ${where}.`,
      )
    );
  },
};

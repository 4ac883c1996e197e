import { type Check, notChecked, ok, wrong } from '../doctor/check.js';
import { neededScopes, optionalScopes, scopePurpose } from '../manifest/scopes.js';
import { parseApprovers } from './approvers.js';

/** Whether the token has the scopes that approvals need, and which others it has. */
export const slackScopes: Check = {
  id: 'slack_scopes',
  title: 'scopes',
  async run(environment, { slack, settings }) {
    if (environment.SLACK_BOT_TOKEN === undefined)
      return notChecked('slack_scopes_unknown', 'This check needs SLACK_BOT_TOKEN.');
    const result = await slack.call('auth.test');
    if (result.type !== 'ok') return notChecked('slack_scopes_unknown', 'The bot token does not work.');
    if (result.scopes === null)
      return notChecked('slack_scopes_unknown', 'The response does not list the scopes of the token.');

    const granted = new Set(result.scopes);
    const { people, groups } = parseApprovers(environment.SLACK_APPROVERS);
    const needed = neededScopes({
      commands: settings.command,
      people: groups.length > 0 || people.length === 0,
      userGroups: groups.length > 0,
      mentions: false,
      messages: false,
    });
    const missing = needed.filter((scope) => !granted.has(scope));
    if (missing.length > 0) {
      const list = missing.map((scope) => `${scope} (${scopePurpose[scope]})`).join(', ');
      const how =
        'Add it in "OAuth & Permissions" of your Slack app, then reinstall the app: the old token keeps its old scopes.';
      return wrong('slack_scope_missing', `The token lacks ${list}.`, how);
    }
    const hints = [...optionalHints(granted), ...surplusHints([...granted], [...needed, ...optionalScopes])];
    return ok('slack_scopes_ok', `The token has all required scopes: ${needed.join(', ')}.`, ...hints);
  },
};

function optionalHints(granted: ReadonlySet<string>): readonly string[] {
  const missing = optionalScopes.filter((scope) => !granted.has(scope));
  if (missing.length === 0) return [];
  const list = missing.map((scope) => `${scope} (${scopePurpose[scope]})`).join(', ');
  return [
    `Optional and missing: ${list}. Without it, a card that waits for an invitation is retried every 15 minutes.`,
  ];
}

function surplusHints(granted: readonly string[], needed: readonly string[]): readonly string[] {
  const isScope = (text: string) => /^[a-z_.]{1,40}(?::[a-z_.]{1,20}){0,2}$/.test(text);
  const surplus = granted.filter((scope) => isScope(scope) && !needed.includes(scope)).sort();
  if (surplus.length === 0) return [];
  return [`Not needed for approvals; remove those that your app does not use: ${surplus.join(', ')}.`];
}

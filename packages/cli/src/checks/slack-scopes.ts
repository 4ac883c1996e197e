import { type Check, notChecked, ok, wrong } from '../doctor/check.js';
import { neededScopes, optionalScopes, scopePurpose } from '../manifest/scopes.js';
import { approverIds } from './approver-ids.js';

/** Whether the token may do what approvals need, and what it may do besides. */
export const slackScopes: Check = {
  id: 'slack_scopes',
  title: 'scopes',
  async run(environment, { slack, settings }) {
    if (environment.SLACK_BOT_TOKEN === undefined) return notChecked('slack_scopes_unknown', 'There is no bot token.');
    const answer = await slack.call('auth.test');
    if (answer.type !== 'ok') return notChecked('slack_scopes_unknown', 'The bot token does not work.');
    if (answer.scopes === null)
      return notChecked('slack_scopes_unknown', 'The answer does not name the scopes of the token.');

    const given = new Set(answer.scopes);
    const { people, groups } = approverIds(environment.SLACK_APPROVERS);
    const needed = neededScopes({
      commands: settings.command,
      people: groups.length > 0 || people.length === 0,
      userGroups: groups.length > 0,
      mentions: false,
      messages: false,
    });
    const missing = needed.filter((scope) => !given.has(scope));
    if (missing.length > 0) {
      const list = missing.map((scope) => `${scope} (${scopePurpose[scope]})`).join(', ');
      const how =
        'Add it in "OAuth & Permissions" of your Slack app, then install the app again: the old token keeps its old scopes.';
      return wrong('slack_scope_missing', `The token lacks ${list}.`, how);
    }
    const hints = [...lackingOptional(given), ...surplus([...given], [...needed, ...optionalScopes])];
    return ok('slack_scopes_ok', `All that is needed: ${needed.join(', ')}.`, ...hints);
  },
};

function lackingOptional(given: ReadonlySet<string>): readonly string[] {
  const lacking = optionalScopes.filter((scope) => !given.has(scope));
  if (lacking.length === 0) return [];
  const list = lacking.map((scope) => `${scope} (${scopePurpose[scope]})`).join(', ');
  return [`Optional, and not there: ${list}. Without it a card that waits is tried again every 15 minutes.`];
}

function surplus(given: readonly string[], needed: readonly string[]): readonly string[] {
  const isScope = (text: string) => /^[a-z_.]{1,40}(?::[a-z_.]{1,20}){0,2}$/.test(text);
  const more = given.filter((scope) => isScope(scope) && !needed.includes(scope)).sort();
  if (more.length === 0) return [];
  return [`Not needed for approvals, so take away what the app does not use otherwise: ${more.join(', ')}.`];
}

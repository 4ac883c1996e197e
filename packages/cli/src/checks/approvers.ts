import { type Check, type CheckResult, notChecked, ok, wrong } from '../doctor/check.js';
import type { Ports } from '../doctor/ports.js';
import type { SlackAnswer } from '../doctor/slack-calls.js';
import { type ApproverIds, approverIds } from './approver-ids.js';

/** A limit of 20 calls a minute holds for user groups. */
const mostLookUps = 15;
const change = 'Correct SLACK_APPROVERS';

/** Whether everybody who may approve exists, and can. */
export const approvers: Check = {
  id: 'approvers',
  title: 'approvers',
  async run({ SLACK_APPROVERS: text, SLACK_BOT_TOKEN: token }, { slack }) {
    const ids = approverIds(text);
    if (ids.others.length > 0)
      return wrong(
        'approver_malformed',
        `SLACK_APPROVERS has ${ids.others.length} entries that are no id of a person or user group.`,
        `${change}: ids begin with U, W or S and have commas between them; a name or an address is no id.`,
      );
    if (ids.people.length + ids.groups.length === 0)
      return notChecked(
        'approvers_unset',
        'SLACK_APPROVERS is not set: whoever is in the channel may approve, or whom a kind names.',
      );
    if (token === undefined || (await slack.call('auth.test')).type !== 'ok')
      return notChecked('approvers_unknown', 'The bot token does not work.');
    return await lookUpAll(ids, slack);
  },
};

async function lookUpAll({ people, groups }: ApproverIds, slack: Ports['slack']): Promise<readonly CheckResult[]> {
  const looked = [
    ...people.slice(0, mostLookUps).map((id) => lookUpPerson(id, slack)),
    ...groups.slice(0, mostLookUps).map((id) => lookUpGroup(id, slack)),
  ];
  const results = (await Promise.all(looked)).filter((result) => result !== null);
  const left = people.length + groups.length - looked.length;
  const rest =
    left > 0 ? [notChecked('approvers_unknown', `${left} more were not looked up, to spare Slack's limits.`)] : [];
  if (results.length > 0) return [...results, ...rest];
  return [ok('approvers_ok', `All ${looked.length} that were looked up exist and can approve.`), ...rest];
}

/** Null: all is well. */
async function lookUpPerson(id: string, slack: Ports['slack']): Promise<CheckResult | null> {
  const answer = await slack.call('users.info', { user: id });
  if (answer.type !== 'ok') return troubleOf(answer, id, 'person', 'users:read');
  const { deleted, is_bot, is_restricted, is_stranger } = Object(answer.fields.user);
  if (deleted === true)
    return wrong('approver_deactivated', `${id} is deactivated.`, `${change}: put somebody else in their place.`);
  if (is_bot === true) return wrong('approver_bot', `${id} is a bot, and clicks nothing.`, `${change}: name a person.`);
  if (is_stranger === true)
    return wrong(
      'approver_stranger',
      `${id} has no channel in common with this workspace, so no card reaches them.`,
      `${change}, or share the channel with their company.`,
    );
  if (is_restricted === true)
    return ok(
      'approver_guest',
      `${id} is a guest, who may approve because they are named.`,
      'Guests see only the channels they were invited to.',
    );
  return null;
}

async function lookUpGroup(id: string, slack: Ports['slack']): Promise<CheckResult | null> {
  const answer = await slack.call('usergroups.users.list', { usergroup: id });
  if (await isDisabled(id, answer, slack))
    return wrong('approver_group_disabled', `The user group ${id} is disabled.`, 'Enable it in Slack.');
  if (answer.type !== 'ok') return troubleOf(answer, id, 'user group', 'usergroups:read');
  const { users } = answer.fields;
  const count = Array.isArray(users) ? users.length : 0;
  if (count === 0)
    return wrong('approver_group_empty', `The user group ${id} has nobody in it.`, 'Add people to it in Slack.');
  if (count === 1)
    return ok(
      'approver_group_of_one',
      `The user group ${id} has one person.`,
      'A kind that needs two approvals from it can not be approved, and nobody approves what they asked for themselves.',
    );
  return null;
}

/** Asked only of a group without members: the list of all groups is long. */
async function isDisabled(id: string, members: SlackAnswer, slack: Ports['slack']): Promise<boolean> {
  if (members.type === 'unreached') return false;
  if (members.type === 'refused' && members.error !== 'no_such_subteam') return false;
  if (members.type === 'ok' && Array.isArray(members.fields.users) && members.fields.users.length > 0) return false;
  const all = await slack.call('usergroups.list', { include_disabled: true });
  const groups: unknown = all.type === 'ok' ? all.fields.usergroups : [];
  const found = Array.isArray(groups) ? groups.find((group) => Object(group).id === id) : undefined;
  return Number(Object(found).date_delete ?? 0) > 0;
}

function troubleOf(answer: Exclude<SlackAnswer, { type: 'ok' }>, id: string, what: string, scope: string): CheckResult {
  if (answer.type === 'unreached') return notChecked('approvers_unknown', `Slack gave no answer about ${id}.`);
  switch (answer.error) {
    case 'missing_scope':
      return notChecked('approvers_unknown', `${id} cannot be looked up without the scope ${scope}.`);
    case 'user_not_found':
    case 'user_not_visible':
    case 'no_such_subteam':
      return wrong(
        'approver_not_found',
        `There is no ${what} ${id} that the app can see.`,
        `${change}: compare the id, and that it is of this workspace.`,
      );
    case 'plan_upgrade_required':
      return wrong(
        'approver_group_plan',
        'The plan of this workspace has no user groups.',
        `${change}: name people by their ids.`,
      );
    default:
      return notChecked('approvers_unknown', `Slack would not say anything about ${id}.`);
  }
}

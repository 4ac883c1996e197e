import { type Check, type CheckResult, notChecked, ok, wrong } from '../doctor/check.js';
import type { Ports } from '../doctor/ports.js';
import type { SlackResult } from '../doctor/slack-calls.js';

/** The ids in `SLACK_APPROVERS`, separated by commas. Without it, everyone in the channel may approve. */
interface Approvers {
  readonly people: readonly string[];
  readonly groups: readonly string[];
  /** Entries that are neither. */
  readonly others: readonly string[];
}

export function parseApprovers(text: string | undefined): Approvers {
  const ids = (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const isPerson = (id: string) => /^[UW][A-Z0-9]{1,20}$/.test(id);
  const isGroup = (id: string) => /^S[A-Z0-9]{1,20}$/.test(id);
  return {
    people: ids.filter(isPerson),
    groups: ids.filter(isGroup),
    others: ids.filter((id) => !isPerson(id) && !isGroup(id)),
  };
}

/** Slack allows 20 calls a minute for user groups. */
const maxLookUps = 15;
const remedy = 'Correct SLACK_APPROVERS';

/** Whether every approver exists and can approve. */
export const approvers: Check = {
  id: 'approvers',
  title: 'approvers',
  async run({ SLACK_APPROVERS: text, SLACK_BOT_TOKEN: token }, { slack }) {
    const ids = parseApprovers(text);
    if (ids.others.length > 0)
      return wrong(
        'approver_malformed',
        `SLACK_APPROVERS has ${ids.others.length} entries that are not ids of people or user groups.`,
        `${remedy}: use ids, which start with U, W or S, not names or email addresses, and separate them with commas.`,
      );
    if (ids.people.length + ids.groups.length === 0)
      return notChecked(
        'approvers_unset',
        'SLACK_APPROVERS is not set: everyone in the channel may approve, unless a kind sets its approvers.',
      );
    if (token === undefined || (await slack.call('auth.test')).type !== 'ok')
      return notChecked('approvers_unknown', 'The bot token does not work.');
    return await lookUpAll(ids, slack);
  },
};

async function lookUpAll({ people, groups }: Approvers, slack: Ports['slack']): Promise<readonly CheckResult[]> {
  const lookUps = [
    ...people.slice(0, maxLookUps).map((id) => lookUpPerson(id, slack)),
    ...groups.slice(0, maxLookUps).map((id) => lookUpGroup(id, slack)),
  ];
  const results = (await Promise.all(lookUps)).filter((result) => result !== null);
  const restCount = people.length + groups.length - lookUps.length;
  const rest =
    restCount > 0
      ? [notChecked('approvers_unknown', `${restCount} more were not looked up, because of Slack's rate limits.`)]
      : [];
  if (results.length > 0) return [...results, ...rest];
  return [ok('approvers_ok', `All ${lookUps.length} that were looked up exist and can approve.`), ...rest];
}

/** Null if there is nothing to report. */
async function lookUpPerson(id: string, slack: Ports['slack']): Promise<CheckResult | null> {
  const result = await slack.call('users.info', { user: id });
  if (result.type !== 'ok') return problemOf(result, id, 'person', 'users:read');
  const { deleted, is_bot, is_restricted, is_stranger } = Object(result.fields.user);
  if (deleted === true) return wrong('approver_deactivated', `${id} is deactivated.`, `${remedy}: replace them.`);
  if (is_bot === true) return wrong('approver_bot', `${id} is a bot and cannot vote.`, `${remedy}: use a person.`);
  if (is_stranger === true)
    return wrong(
      'approver_stranger',
      `${id} shares no channel with this workspace, so cards do not reach them.`,
      `${remedy}, or share the channel with their company.`,
    );
  if (is_restricted === true)
    return ok(
      'approver_guest',
      `${id} is a guest, who may approve because they are listed.`,
      'Guests see only the channels that they were invited to.',
    );
  return null;
}

async function lookUpGroup(id: string, slack: Ports['slack']): Promise<CheckResult | null> {
  const result = await slack.call('usergroups.users.list', { usergroup: id });
  if (await isDisabled(id, result, slack))
    return wrong('approver_group_disabled', `The user group ${id} is disabled.`, 'Enable it in Slack.');
  if (result.type !== 'ok') return problemOf(result, id, 'user group', 'usergroups:read');
  const { users } = result.fields;
  const count = Array.isArray(users) ? users.length : 0;
  if (count === 0) return wrong('approver_group_empty', `The user group ${id} is empty.`, 'Add people to it in Slack.');
  if (count === 1)
    return ok(
      'approver_group_of_one',
      `The user group ${id} has one member.`,
      'It cannot give two approvals, and people cannot approve their own requests.',
    );
  return null;
}

/** Lists all groups only for a group without members, since that list is long. */
async function isDisabled(id: string, members: SlackResult, slack: Ports['slack']): Promise<boolean> {
  if (members.type === 'unreached') return false;
  if (members.type === 'refused' && members.error !== 'no_such_subteam') return false;
  if (members.type === 'ok' && Array.isArray(members.fields.users) && members.fields.users.length > 0) return false;
  const all = await slack.call('usergroups.list', { include_disabled: true });
  const groups: unknown = all.type === 'ok' ? all.fields.usergroups : [];
  const found = Array.isArray(groups) ? groups.find((group) => Object(group).id === id) : undefined;
  return Number(Object(found).date_delete ?? 0) > 0;
}

function problemOf(result: Exclude<SlackResult, { type: 'ok' }>, id: string, what: string, scope: string): CheckResult {
  if (result.type === 'unreached') return notChecked('approvers_unknown', `Slack did not answer about ${id}.`);
  switch (result.error) {
    case 'missing_scope':
      return notChecked('approvers_unknown', `Looking up ${id} needs the scope ${scope}.`);
    case 'user_not_found':
    case 'user_not_visible':
    case 'no_such_subteam':
      return wrong(
        'approver_not_found',
        `The app can see no ${what} ${id}.`,
        `${remedy}: check that the id is right and belongs to this workspace.`,
      );
    case 'plan_upgrade_required':
      return wrong(
        'approver_group_plan',
        'The plan of this workspace has no user groups.',
        `${remedy}: list people by their ids.`,
      );
    default:
      return notChecked('approvers_unknown', `Slack refuses to look up ${id}.`);
  }
}

import { findConversationOfApp, openDirectChannel } from '../model/conversations.js';
import { installation, teamDomain } from '../model/default-world.js';
import type { Model } from '../model/model.js';
import type { PersonRecord } from '../model/world-records.js';
import { type CallArguments, isTrue } from './call-arguments.js';
import { type MethodResult, refuse, succeed } from './method.js';

/** §5 Slack Connect: a stranger is a person of another company with no channel in common. */
function isStranger(model: Model, person: PersonRecord): boolean {
  const shared = model.world.channels().some((channel) => channel.appIsMember && channel.members.includes(person.id));
  return person.teamId !== installation.teamId && !shared;
}

export function usersInfo(model: Model, call: CallArguments): MethodResult {
  const person = model.world.person(call.text('user'));
  if (person === null) return refuse('user_not_found');
  const { id, enterpriseId, teamId } = person;
  return succeed({
    user: {
      id,
      team_id: teamId,
      name: person.name,
      deleted: person.deleted,
      is_bot: person.bot,
      is_restricted: person.guest || person.singleChannelGuest,
      is_ultra_restricted: person.singleChannelGuest,
      is_stranger: isStranger(model, person),
      ...(enterpriseId === null ? {} : { enterprise_user: { id, enterprise_id: enterpriseId, teams: [teamId] } }),
    },
  });
}

/** §5: a group that is disabled has a `date_delete`, and is listed on demand. When it happened is not simulated. */
export function usergroupsList(model: Model, call: CallArguments): MethodResult {
  // a plan holds for a workspace, and here for a group: who has others sees them
  const all = model.world.usergroups().filter(({ planUpgradeRequired }) => !planUpgradeRequired);
  if (all.length === 0) return refuse('plan_upgrade_required');
  const listed = isTrue(call, 'include_disabled') ? all : all.filter(({ disabled }) => !disabled);
  return succeed({
    usergroups: listed.map(({ id, handle, users, disabled }) => ({
      id,
      handle,
      is_usergroup: true,
      date_delete: disabled ? 1 : 0,
      user_count: users.length,
      ...(isTrue(call, 'include_users') ? { users } : {}),
    })),
  });
}

export function usergroupsUsersList(model: Model, call: CallArguments): MethodResult {
  const usergroup = model.world.usergroup(call.text('usergroup'));
  if (usergroup === null) return refuse('no_such_subteam');
  if (usergroup.disabled && !isTrue(call, 'include_disabled')) return refuse('no_such_subteam', 'it is disabled');
  return usergroup.planUpgradeRequired ? refuse('plan_upgrade_required') : succeed({ users: usergroup.users });
}

/** §5: the direct message with one person. */
export function conversationsOpen(model: Model, call: CallArguments): MethodResult {
  const users = call.text('users');
  const person = model.world.person(users);
  if (person === null) return refuse('user_not_found', users.includes(',') ? 'several people are not simulated' : null);
  if (person.deleted) return refuse('user_disabled');
  return succeed({ channel: { id: openDirectChannel(model, person.id).id } });
}

/** §5: a channel that the scopes let the app see. A private one without the app is not found. */
export function conversationsInfo(model: Model, call: CallArguments): MethodResult {
  const channel = findConversationOfApp(model, call.text('channel'));
  if (channel === null || model.world.channel(channel.id) === null) return refuse('channel_not_found');
  const needed = channel.private ? 'groups:read' : 'channels:read';
  const provided = model.world.scopes();
  if (!provided.includes(needed)) return refuse('missing_scope', null, { needed, provided: provided.join(',') });
  return succeed({
    channel: {
      id: channel.id,
      name: channel.name,
      is_channel: true,
      is_private: channel.private,
      is_archived: channel.archived,
      is_member: channel.appIsMember,
      is_ext_shared: channel.externallyShared,
    },
  });
}

/** §5: who this token is. `expires_in` belongs to token rotation, which this installation does not use. */
export function authTest(): MethodResult {
  return succeed({
    url: `https://${teamDomain}.slack.com/`,
    team: teamDomain,
    user: 'approvals',
    team_id: installation.teamId,
    user_id: installation.botUserId,
    bot_id: installation.botId,
    app_id: installation.appId,
    is_enterprise_install: false,
  });
}

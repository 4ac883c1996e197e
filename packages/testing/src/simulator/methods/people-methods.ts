import { openDirectChannel } from '../model/conversations.js';
import { installation } from '../model/default-world.js';
import type { Model } from '../model/model.js';
import type { PersonRecord } from '../model/world-records.js';
import type { CallArguments } from './call-arguments.js';
import { type MethodResult, refuse, succeed } from './method.js';

/** §5 Slack Connect: a stranger is somebody of another company with no channel in common. */
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

export function usergroupsUsersList(model: Model, call: CallArguments): MethodResult {
  const usergroup = model.world.usergroup(call.text('usergroup'));
  if (usergroup === null) return refuse('no_such_subteam');
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

/** §5: who this token is. `expires_in` belongs to token rotation, which this installation does not use. */
export function authTest(): MethodResult {
  return succeed({
    team_id: installation.teamId,
    user_id: installation.botUserId,
    bot_id: installation.botId,
    app_id: installation.appId,
    is_enterprise_install: false,
  });
}

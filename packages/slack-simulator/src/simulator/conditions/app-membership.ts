import { installation } from '../model/default-world.js';
import type { Model } from '../model/model.js';
import type { ChannelRecord } from '../model/world-records.js';
import { actor, conversationOf } from '../outbound/actors.js';
import type { Events } from '../outbound/events.js';
import type { Outbox } from '../outbound/outbox.js';
import type { Sent } from '../sent.js';
import { SimulatorError } from '../simulator-error.js';

/** The bot events that the simulator sends without a call of `event`. */
export const knownEvents = ['app_home_opened', 'member_joined_channel'] as const;

export interface Inviting {
  readonly outbox: Outbox;
  readonly events: Events;
  /** The bot events that the app subscribes to. */
  readonly subscribed: readonly string[];
}

/** Finds a channel that is no direct message. @throws {SimulatorError} unknown_channel */
function channelOf(model: Model, channelId: string): ChannelRecord {
  const channel = model.world.channel(channelId);
  if (channel === null)
    throw new SimulatorError(
      'unknown_channel',
      `Expected a channel of the workspace, got ${channelId}: add it to \`channels\`.`,
    );
  return channel;
}

export function changeChannel(
  model: Model,
  channelId: string,
  changes: Partial<Pick<ChannelRecord, 'appIsMember' | 'archived'>>,
): void {
  const { id } = channelOf(model, channelId);
  model.world.arrange({ channels: [{ id, ...changes }] });
  model.changed();
}

/** Adds the app to the channel, and sends the event if Slack would. */
export async function inviteApp(inviting: Inviting, channelId: string, inviter?: string): Promise<Sent | null> {
  const { model } = inviting.outbox;
  const channel = channelOf(model, channelId);
  if (channel.archived) {
    throw new SimulatorError('channel_archived', `${channelId} is archived: unarchive it, then invite the app.`);
  }
  const invitedBy = inviterOf(model, channel, inviter);
  if (channel.appIsMember) return null;
  changeChannel(model, channelId, { appIsMember: true });
  return hearsOf(inviting, channel) ? await inviting.events.send(joined(channel, invitedBy)) : null;
}

function inviterOf(model: Model, channel: ChannelRecord, userId: string | undefined): string | null {
  if (userId === undefined) return channel.members.find((id) => model.world.person(id)?.deleted === false) ?? null;
  conversationOf(model, actor(model, userId), channel.id);
  return userId;
}

/** §2 member_joined_channel: `channels:read` for public channels, `groups:read` for private ones. */
function hearsOf({ outbox, subscribed }: Inviting, channel: ChannelRecord): boolean {
  const { world, tokens } = outbox.model;
  const scope = channel.private ? 'groups:read' : 'channels:read';
  const isSubscribed = subscribed.includes('member_joined_channel') && world.scopes().includes(scope);
  return isSubscribed && tokens.isInstalled() && outbox.reachesApp();
}

/** §2: the type is the first letter of the channel's id. */
function joined({ id }: ChannelRecord, inviter: string | null) {
  return {
    type: 'member_joined_channel',
    user: installation.botUserId,
    channel: id,
    channel_type: id.startsWith('G') ? 'G' : 'C',
    team: installation.teamId,
    ...(inviter === null ? {} : { inviter }),
  };
}

import { defaultWorld, installation } from './default-world.js';
import type { ChannelRecord, PersonRecord, UsergroupRecord, WorldChanges } from './world-records.js';

export interface World {
  person(id: string): PersonRecord | null;
  people(): readonly PersonRecord[];
  channel(id: string): ChannelRecord | null;
  channels(): readonly ChannelRecord[];
  usergroup(id: string): UsergroupRecord | null;
  usergroups(): readonly UsergroupRecord[];
  scopes(): readonly string[];
  arrange(changes: WorldChanges): void;
  reset(): void;
}

const plainPerson = (id: string): PersonRecord => ({
  id,
  name: id.toLowerCase(),
  teamId: installation.teamId,
  enterpriseId: null,
  guest: false,
  singleChannelGuest: false,
  bot: false,
  deleted: false,
});

const plainChannel = (id: string): ChannelRecord => ({
  id,
  name: id.toLowerCase(),
  members: [],
  appIsMember: true,
  archived: false,
  private: false,
  externallyShared: false,
});

const plainUsergroup = (id: string): UsergroupRecord => ({
  id,
  handle: id.toLowerCase(),
  users: [],
  planUpgradeRequired: false,
  disabled: false,
});

function merge<Entry extends { readonly id: string }>(
  into: Map<string, Entry>,
  changes: readonly (Partial<Entry> & { readonly id: string })[],
  plain: (id: string) => Entry,
): void {
  for (const change of changes) into.set(change.id, { ...(into.get(change.id) ?? plain(change.id)), ...change });
}

export function createWorld(given: WorldChanges): World {
  const people = new Map<string, PersonRecord>();
  const channels = new Map<string, ChannelRecord>();
  const usergroups = new Map<string, UsergroupRecord>();
  let scopes: readonly string[] = [];

  const arrange = (changes: WorldChanges): void => {
    merge(people, changes.people ?? [], plainPerson);
    merge(channels, changes.channels ?? [], plainChannel);
    merge(usergroups, changes.usergroups ?? [], plainUsergroup);
    scopes = changes.scopes ?? scopes;
  };
  const reset = (): void => {
    for (const entries of [people, channels, usergroups]) entries.clear();
    arrange(defaultWorld);
    arrange(given);
  };
  reset();

  return {
    person: (id) => people.get(id) ?? null,
    people: () => [...people.values()],
    channel: (id) => channels.get(id) ?? null,
    channels: () => [...channels.values()],
    usergroup: (id) => usergroups.get(id) ?? null,
    usergroups: () => [...usergroups.values()],
    scopes: () => scopes,
    arrange,
    reset,
  };
}

import type { FailRule } from '../fail-rule.js';
import type { SimulatedChannel, SimulatedPerson, SimulatedUsergroup, WorldChanges } from '../model/world-records.js';
import type {
  MessageClick,
  PageButton,
  SlackSimulatorOptions,
  SlashCommandHint,
  ViewClick,
} from '../slack-simulator.js';
import type { KnownKeys } from './unknown-keys.js';

export const knownWorldChanges = {
  people: {
    id: true,
    name: true,
    teamId: true,
    enterpriseId: true,
    guest: true,
    singleChannelGuest: true,
    bot: true,
    deleted: true,
  } satisfies KnownKeys<SimulatedPerson>,
  channels: {
    id: true,
    name: true,
    members: true,
    appIsMember: true,
    archived: true,
    private: true,
    externallyShared: true,
  } satisfies KnownKeys<SimulatedChannel>,
  usergroups: {
    id: true,
    handle: true,
    users: true,
    planUpgradeRequired: true,
    disabled: true,
  } satisfies KnownKeys<SimulatedUsergroup>,
  scopes: true,
} satisfies KnownKeys<WorldChanges>;

export const knownOptions = {
  ...knownWorldChanges,
  port: true,
  host: true,
  holdProcess: true,
  requestUrl: true,
  stateFile: true,
  clock: true,
  events: true,
  rateLimits: { postBurst: true },
  commands: { command: true, description: true, usageHint: true } satisfies KnownKeys<SlashCommandHint>,
  onClockJump: true,
  buttons: { label: true, about: true, press: true } satisfies KnownKeys<PageButton>,
  upcoming: true,
} satisfies KnownKeys<SlackSimulatorOptions>;

/** A message, as `deleteMessage`, `lockMessage` and `unlockMessage` name it. */
export const knownMessage = { channelId: true, ts: true } as const;

/** A click is in a message or in a view: a key that only the other one needs is not a misspelling. */
export const knownClick = {
  userId: true,
  channelId: true,
  ts: true,
  viewId: true,
  actionId: true,
  value: true,
  option: true,
  options: true,
  date: true,
  blockId: true,
} satisfies KnownKeys<MessageClick & ViewClick>;

export const knownRule = {
  method: true,
  how: true,
  status: true,
  error: true,
  retryAfterSeconds: true,
  times: true,
} satisfies KnownKeys<FailRule>;

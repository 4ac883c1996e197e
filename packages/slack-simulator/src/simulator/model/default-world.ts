import type { WorldChanges } from './world-records.js';

/** The app and its one installation. Fixed and readable, so that a restart on the same state file finds the same secrets. */
export const installation = {
  teamId: 'T0PIZZA',
  appId: 'A0APPROVAL',
  botId: 'B0APPROVAL',
  botUserId: 'U0APPROVAL',
  botToken: 'xoxb-simulated-bot-token',
  appToken: 'xapp-simulated-app-token',
  signingSecret: 'simulated-signing-secret',
} as const;

export const teamDomain = 'pizza';

/** The deprecated `token` field of every payload: a test can search stored data and logs for it. */
export const verificationToken = 'simulated-verification-token';

/**
 * The workspace a simulator starts with.
 *
 * | channel | |
 * |---|---|
 * | `C0PIZZA` #pizza, `C0OPS` #ops | open, the app is in them |
 * | `C0ARCHIVE` #archive | archived |
 * | `C0QUIET` #quiet | the app is not in it |
 * | `C0PARTNER` #partner | shared with another company (Slack Connect) |
 *
 * | person | |
 * |---|---|
 * | `U0ALICE`, `U0BOB`, `U0CAROL` | members |
 * | `U0GUEST` | guest |
 * | `U0ROBOT`, `U0APPROVAL` | bots, the second is the app's own |
 * | `U0OUTSIDER` | of the other company, team `T0PARTNER`; only in #partner |
 * | `U0GONE` | deactivated |
 *
 * User groups: `S0ONCALL` @oncall (Alice and Bob), `S0EMPTY` (no one), `S0PLAN` (Slack answers that the plan has no user groups).
 * The app has no `chat:write.public`, so it can't post where it is not a member.
 */
export const defaultWorld: Required<WorldChanges> = {
  people: [
    { id: 'U0ALICE', name: 'alice' },
    { id: 'U0BOB', name: 'bob' },
    { id: 'U0CAROL', name: 'carol' },
    { id: 'U0GUEST', name: 'guest', guest: true },
    { id: 'U0ROBOT', name: 'robot', bot: true },
    { id: 'U0OUTSIDER', name: 'outsider', teamId: 'T0PARTNER' },
    { id: 'U0GONE', name: 'gone', deleted: true },
    { id: installation.botUserId, name: 'approvals', bot: true },
  ],
  channels: [
    { id: 'C0PIZZA', name: 'pizza', members: ['U0ALICE', 'U0BOB', 'U0CAROL', 'U0GUEST', 'U0ROBOT'] },
    { id: 'C0OPS', name: 'ops', members: ['U0ALICE', 'U0BOB', 'U0CAROL'] },
    { id: 'C0ARCHIVE', name: 'archive', members: ['U0ALICE', 'U0BOB'], archived: true },
    { id: 'C0QUIET', name: 'quiet', members: ['U0ALICE', 'U0BOB'], appIsMember: false },
    { id: 'C0PARTNER', name: 'partner', members: ['U0ALICE', 'U0BOB', 'U0OUTSIDER'], externallyShared: true },
  ],
  usergroups: [
    { id: 'S0ONCALL', handle: 'oncall', users: ['U0ALICE', 'U0BOB'] },
    { id: 'S0EMPTY', handle: 'empty', users: [] },
    { id: 'S0PLAN', handle: 'plan', planUpgradeRequired: true },
  ],
  scopes: ['chat:write', 'commands', 'im:write', 'usergroups:read', 'users:read'],
};

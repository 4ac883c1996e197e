import type { PersonRecord } from '@k8s-pizza/slack-approval/slack';

/** Every kind of person, as the columns of the table. */
export const people = {
  requester: 'who asked',
  onBehalfOf: 'on whose behalf',
  approver: 'approver now',
  otherApprover: 'approver of another stage',
  vetoer: 'vetoer',
  member: 'member',
  guest: 'guest',
  bot: 'bot',
  outsider: 'outsider',
  deactivated: 'deactivated',
  unknown: 'unknown',
} as const;
export type Role = keyof typeof people;
// as: the keys of a constant
export const roles = Object.keys(people) as readonly Role[];

export const home = { appId: 'A0APPROVAL', teamId: 'T0PIZZA', enterpriseId: null } as const;

/** The people by what they are in the first stage: in the second one, the approvers change places. */
const userIds: Readonly<Record<Role, string>> = {
  requester: 'U0ASKER',
  onBehalfOf: 'U0BEHALF',
  approver: 'U0REVIEW',
  otherApprover: 'U0OWNER',
  vetoer: 'U0LEGAL',
  member: 'U0MEMBER',
  guest: 'U0GUEST',
  bot: 'U0ROBOT',
  outsider: 'U0OTHER',
  deactivated: 'U0GONE',
  unknown: 'U0WHO',
};

const inSecondStage: Readonly<Partial<Record<Role, string>>> = {
  approver: userIds.otherApprover,
  otherApprover: userIds.approver,
};

export function userIdOf(role: Role, isSecondStage = false): string {
  return (isSecondStage ? inSecondStage[role] : undefined) ?? userIds[role];
}

/** Approves the first stage together with its approver. */
export const secondReviewer = 'U0SECOND';
/** The user group of those who may veto. */
export const legal = 'S0LEGAL';
export const legalMembers = [userIds.vetoer];

/** What `users.info` says; null: Slack does not answer. */
export function profileOf(role: Role): PersonRecord | null {
  if (role === 'unknown') return null;
  return {
    guest: role === 'guest',
    bot: role === 'bot',
    deleted: role === 'deactivated',
    teamId: teamIdOf(role),
    enterpriseId: null,
  };
}

/** The home that Slack names with a click. */
export function teamIdOf(role: Role): string {
  return role === 'outsider' ? 'T0ELSEWHERE' : home.teamId;
}

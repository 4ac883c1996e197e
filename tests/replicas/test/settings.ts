import type { AppSettings } from 'test-processes/app/create-app';
import type { Rules } from './approval-model.js';

export const alice = 'U0ALICE';
export const bob = 'U0BOB';
const carol = 'U0CAROL';
/** Sees the cards, and is no approver of any. */
export const dave = 'U0DAVE';
export const approvers = [alice, bob, carol] as const;
export const groupId = 'S0ONCALL';
export const channelId = 'C0PIZZA';

/** One vote, two votes, two votes of people who have to be looked up, and two votes within two minutes. */
export const kindNames = ['one', 'two', 'group', 'brief'] as const;
export type KindName = (typeof kindNames)[number];

const minute = 60_000;

/** What each kind goes by: the app defines it so, and the model judges by it. */
export const kindRules: Readonly<
  Record<KindName, Pick<Rules, 'quorum' | 'looksUp'> & { readonly expiresInMs: number }>
> = {
  one: { quorum: { approve: 1, reject: 1 }, looksUp: false, expiresInMs: 60 * minute },
  two: { quorum: { approve: 2, reject: 2 }, looksUp: false, expiresInMs: 60 * minute },
  group: { quorum: { approve: 2, reject: 1 }, looksUp: true, expiresInMs: 3 * minute },
  brief: { quorum: { approve: 2, reject: 2 }, looksUp: false, expiresInMs: 2 * minute },
};

/** Tells the receiver which process a delivery comes from. */
export const senderHeader = 'x-replica';

/** What a process needs to know before it can begin. */
export interface Settings extends AppSettings {
  readonly replica: number;
  readonly pollMs: number;
  /** Every put is told that no other writer was faster: the test must find out. */
  readonly forgetsVersions: boolean;
}

import type { Status, StepState, Approval as StoredApproval } from '../../src/domain/model/approval.js';
import type { LoadResult } from '../../src/record/loaded.js';
import type { Role } from './people.js';

/** What an approval can be like when someone acts on it: the rows of the table. */
export const states = {
  pending: 'pending: nobody voted',
  open: 'pending: members of the channel decide',
  voted: 'pending: this person has approved',
  repeated: 'pending: they approved by this click or a later one',
  checking: 'pending: their approval is being checked',
  second_stage: 'pending: in the second stage',
  amended: 'pending: changed since they saw it',
  overdue: 'pending: past its expiry, which is not stored yet',
  stuck: 'pending: set aside',
  approved_owed: 'approved: delivery owed',
  approved: 'approved: delivered',
  approved_dead: 'approved: delivery given up',
  approved_kept: 'approved: nothing to deliver',
  step_active: 'approved: a step is active',
  step_failed: 'approved: a step has failed',
  step_done: 'approved: all steps are done',
  rejected: 'rejected',
  expired: 'expired',
  withdrawn: 'withdrawn',
  erased: 'erased',
  newer: 'written by a newer release',
  corrupt: 'cannot be read',
  missing: 'there is no such approval',
  other_namespace: 'of another deployment',
  other_installation: 'of another installation',
  foreign: 'asked from another installation',
} as const;
export type State = keyof typeof states;
// as: the keys of a constant
export const allStates = Object.keys(states) as readonly State[];

type DeliveryState = Extract<StoredApproval, { readonly delivery: unknown }>['delivery']['state'];

/** Which rows show each status, state of delivery and of a step, and result of a load. The compiler names what is new. */
export const covered = {
  status: {
    pending: ['pending', 'open', 'voted', 'repeated', 'checking', 'second_stage', 'amended', 'overdue', 'stuck'],
    approved: ['approved_owed', 'approved', 'approved_dead', 'step_active', 'step_failed', 'step_done'],
    rejected: ['rejected'],
    expired: ['expired'],
    withdrawn: ['withdrawn', 'erased'],
  } satisfies Record<Status, readonly State[]>,
  delivery: {
    none: ['approved_kept'],
    owed: ['approved_owed'],
    delivered: ['approved'],
    dead: ['approved_dead'],
  } satisfies Record<DeliveryState, readonly State[]>,
  step: {
    pending: ['approved'],
    active: ['step_active'],
    failed: ['step_failed'],
    done: ['step_done'],
  } satisfies Record<StepState, readonly State[]>,
  load: {
    loaded: ['pending'],
    missing: ['missing', 'other_namespace'],
    newer: ['newer'],
    corrupt: ['corrupt'],
  } satisfies Record<LoadResult['type'], readonly State[]>,
};

const ownVote: readonly State[] = ['voted', 'repeated', 'checking'];
const cannotHaveVoted: readonly Role[] = ['requester', 'onBehalfOf', 'outsider'];

/** Those who asked and people from outside cannot have voted. Other people can have been members when they did. */
export function isImpossible(state: State, role: Role): boolean {
  return hasOwnVote(state) && cannotHaveVoted.includes(role);
}

/** The state depends on who acts. */
export function hasOwnVote(state: State): boolean {
  return ownVote.includes(state);
}

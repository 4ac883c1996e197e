import type { Inputs } from './input.js';
import type { Asking, Person } from './person.js';
import type { ThreadPlace } from './place.js';

/** One person, by Slack user id. */
export type UserRule = { readonly type: 'user'; readonly id: string };
/**
 * A Slack user group.
 *
 * With a `count`, that many approvals must come from this group, in addition to the quorum.
 */
export type GroupRule = { readonly type: 'usergroup'; readonly id: string; readonly count: number | null };
/** Who may vote: a person, a Slack user group, members of the card's channel, or anyone. */
export type ApproverRule = UserRule | GroupRule | { readonly type: 'channelMembers' } | { readonly type: 'anyone' };

/** Whether a vote needs a reason: not asked for, optional or required. */
export type ReasonRule = 'none' | 'optional' | 'required';
/** What a vote says. */
export type Answer = 'approve' | 'reject';

/** One of the answers that a kind names in place of Approve and Reject. */
export interface Choice<Id extends string = string> {
  /** 1 to 40 of a-z, 0-9, "_" and "-", different for each choice. */
  readonly id: Id;
  /** The text of its button, at most 75 characters. Slack shows about 30. */
  readonly label: string;
  /** Whether the choice approves or rejects. Approvals count for each choice alone, rejections together. */
  readonly answer: Answer;
  /** Whether this choice needs a reason. @default the kind's `reason` for the answer */
  readonly reason?: ReasonRule;
  /** What the dialog, or the form, says before the choice counts, at most 150 characters. @default the words for the answer */
  readonly confirm?: string;
  /** The colour of its button. @default a plain button */
  readonly style?: 'primary' | 'danger';
}

/** What happens `afterMs` after asking: more rules apply, and more places get a copy. */
export interface EscalationStep {
  readonly afterMs: number;
  readonly approvers: readonly ApproverRule[];
  /** Ids of channels, those of people for direct messages, and threads. */
  readonly channels: readonly (string | ThreadPlace)[];
}

/** What happens to a pending approval as time passes. Durations are in milliseconds. */
export interface Schedule {
  /** Null: it never expires. */
  readonly expiresInMs: number | null;
  readonly onExpiry: 'expire' | 'reject' | 'approve';
  /** Null: no reminders. */
  readonly remindEveryMs: number | null;
  readonly escalate: readonly EscalationStep[];
}

/** One of several groups of approvers that decide in order. One rejection in it ends the question. */
export interface StagePolicy {
  readonly name: string;
  readonly approvers: readonly ApproverRule[];
  /** How many people have to approve. */
  readonly quorum: number;
  /** Where its own card is posted, as `channels` of an escalation step. Empty: it has none, and the others are enough. */
  readonly channels: readonly (string | ThreadPlace)[];
  /** Counted from the beginning of the stage, and never past the expiry of the question. Null: until that. */
  readonly expiresInMs: number | null;
  /** Counted from the beginning of the stage. */
  readonly escalate: readonly EscalationStep[];
}

/** Which stage decides now, from 1, and since when. */
export interface StageState {
  readonly number: number;
  readonly beganAt: number;
}

/**
 * Who may vote on an approval, how many votes decide, until when, and what follows.
 *
 * Each revision keeps the policy that it was asked with, and the digest covers it.
 */
export interface Policy {
  readonly approvers: readonly ApproverRule[];
  readonly quorum: { readonly approve: number; readonly reject: number };
  readonly allowSelfApproval: boolean;
  readonly reason: { readonly approve: ReasonRule; readonly reject: ReasonRule };
  readonly schedule: Schedule;
  readonly deliverWithinMs: number;
  /** How long the key stays taken after the decision; null: forever. */
  readonly keyForMs: number | null;
  readonly retainForMs: number;
  readonly notify: 'requester' | 'nobody';
  readonly fallbackChannel: string | null;
  /** The decision is not delivered: the program that asked waits for it. Absent: it is delivered. */
  readonly delivers?: false;
  /** Whom the first post mentions. Absent: the people and groups of `approvers`. */
  readonly mention?: 'nobody' | readonly ApproverRule[];
  /** The answers to choose from. Absent: approve and reject. */
  readonly choices?: readonly Choice[];
  /** What an approver may change. Absent: nothing. */
  readonly inputs?: Inputs;
  /** They decide in order, in place of `approvers`, `quorum` and the escalation of the schedule. Absent: there are none. */
  readonly stages?: readonly StagePolicy[];
  /** Each of them rejects alone, at any stage. Absent: nobody does. */
  readonly vetoers?: readonly ApproverRule[];
}

/** A vote as the policy counts it: for or against, and for which group. */
export interface CountedVote {
  readonly by: Person;
  readonly counts: 'for' | 'against';
  readonly group: string | null;
  /** The id of the choice. Null or absent: the kind has none. */
  readonly choice?: string | null;
  /** The name of the stage that it counts in. Absent or null: there are no stages. */
  readonly stage?: string | null;
  /** A vetoer's rejection, which decides alone. */
  readonly isVeto?: true;
}

/** What a vote is judged by: the policy, how far it has escalated, who asked, and the votes so far. */
export interface PolicySubject extends Asking {
  readonly policy: Policy;
  /** Absent: the policy has no stages. */
  readonly stage?: StageState;
  /** How far it has escalated, in the current stage if there are any. */
  readonly escalationLevel: number;
  readonly votes: readonly CountedVote[];
}

/** A person, and how they would vote. */
export interface Voter {
  readonly person: Person;
  readonly answer: Answer;
  /** The id of the choice; null: the kind has none. @default whichever it is */
  readonly choice?: string | null | undefined;
  /** The vote was cast on the card, in a channel that the card was posted to. */
  readonly onCard: boolean;
}

/** What was looked up about a person. Null means unknown, and nothing is allowed on an unknown fact. */
export interface Facts {
  readonly groups: Readonly<Record<string, boolean>>;
  readonly person: { readonly guest: boolean; readonly bot: boolean; readonly deleted: boolean } | null;
  /** From outside the installation (Slack Connect). */
  readonly outsider: boolean | null;
}

/** A fact to look up before a person can be judged. `home`: whether they are from outside the installation. */
export type FactNeeded =
  | { readonly type: 'group'; readonly id: string }
  | { readonly type: 'person' }
  | { readonly type: 'home' };

/** Why a person may not vote. */
export type VoterRefusalCode =
  | 'self_approval'
  | 'not_an_approver'
  | 'outsider'
  | 'guest'
  | 'bot'
  | 'deactivated'
  | 'use_the_card'
  | 'already_voted'
  | 'stage_not_begun'
  | 'stage_over';

/** Nothing is known about the person yet. */
export const noFacts: Facts = { groups: {}, person: null, outsider: null };

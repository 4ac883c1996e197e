import type { Person, Requester } from './person.js';

/** One person, by Slack user id. */
export type UserRule = { readonly type: 'user'; readonly id: string };
/**
 * A Slack user group.
 *
 * With a count, so many of the approvals have to count for it, besides the quorum.
 */
export type GroupRule = { readonly type: 'usergroup'; readonly id: string; readonly count: number | null };
/** Who may vote: a person, a Slack user group, whoever is in the card's channel, or anyone. */
export type ApproverRule = UserRule | GroupRule | { readonly type: 'channelMembers' } | { readonly type: 'anyone' };

/** Whether an answer comes with a reason: not asked for, asked for, or needed. */
export type ReasonRule = 'none' | 'optional' | 'required';
/** What a person says to the question. */
export type Answer = 'approve' | 'reject';

/** What happens so long after asking: more rules become active, more channels get a copy. */
export interface EscalationStep {
  readonly afterMs: number;
  readonly approvers: readonly ApproverRule[];
  readonly channels: readonly string[];
}

/** What time alone does to a question. */
export interface Schedule {
  /** null: never. */
  readonly expiresInMs: number | null;
  readonly onExpiry: 'expire' | 'reject' | 'approve';
  /** null: never. */
  readonly remindEveryMs: number | null;
  readonly escalate: readonly EscalationStep[];
}

/**
 * Everything that decides who may answer, when, and what follows.
 *
 * It is frozen into the revision that was asked with it.
 */
export interface Policy {
  readonly approvers: readonly ApproverRule[];
  readonly quorum: { readonly approve: number; readonly reject: number };
  readonly allowSelfApproval: boolean;
  readonly reason: { readonly approve: ReasonRule; readonly reject: ReasonRule };
  readonly schedule: Schedule;
  readonly deliverWithinMs: number;
  /** How long after the decision a key stays held; null: forever. */
  readonly keyForMs: number | null;
  readonly retainForMs: number;
  readonly notify: 'requester' | 'nobody';
  readonly fallbackChannel: string | null;
}

/** A vote as the policy sees it: counted for the approval or against it, and for which group. */
export interface CountedVote {
  readonly by: Person;
  readonly counts: 'for' | 'against';
  readonly group: string | null;
}

/** What the policy judges: the policy itself, the rules that escalation has switched on, and the votes so far. */
export interface PolicySubject {
  readonly policy: Policy;
  readonly escalationLevel: number;
  readonly requester: Requester;
  /** Everybody who amended it since it was asked: they are as good as the requester. */
  readonly amenders: readonly Requester[];
  readonly votes: readonly CountedVote[];
}

export interface Voter {
  readonly person: Person;
  readonly answer: Answer;
  /** The vote was cast on the card, in a channel the card was posted to. */
  readonly onCard: boolean;
}

/** What was looked up about a person; null is "not known", which is never a yes. */
export interface Facts {
  readonly groups: Readonly<Record<string, boolean>>;
  readonly person: { readonly guest: boolean; readonly bot: boolean; readonly deleted: boolean } | null;
  /** From outside the installation (Slack Connect). */
  readonly outsider: boolean | null;
}

export type FactNeeded =
  | { readonly type: 'group'; readonly id: string }
  | { readonly type: 'person' }
  | { readonly type: 'home' };

export type Verdict =
  | { readonly answer: 'allowed'; readonly group: string | null }
  | { readonly answer: 'refused'; readonly code: VoterRefusalCode; readonly explanation: string }
  | { readonly answer: 'unknown'; readonly needs: readonly FactNeeded[] };

/** Why a person may not vote. */
export type VoterRefusalCode =
  | 'self_approval'
  | 'not_an_approver'
  | 'outsider'
  | 'guest'
  | 'bot'
  | 'deactivated'
  | 'use_the_card';

export const noFacts: Facts = { groups: {}, person: null, outsider: null };

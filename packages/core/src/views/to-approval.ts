import type { Status, StepState } from '../domain/model/approval.js';
import type { Person, Requester } from '../domain/model/person.js';
import { currentStage } from '../domain/model/stage.js';
import type { Decision, VoteView } from '../ports/decision-sink.js';
import { partText, partValue } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import { attentionView } from './attention-view.js';
import { decisionOf } from './to-decision.js';
import { votesOf } from './votes-of.js';

/**
 * An approval, as a program sees it.
 *
 * Instants are epoch milliseconds. Payload and texts are null once erased.
 */
export interface ApprovalView<Payload> {
  readonly id: string;
  readonly kind: string;
  readonly key: string | null;
  readonly status: Status;
  readonly revision: number;
  /** A hash over this revision's payload, content and policy. `vote` takes it. */
  readonly digest: string;
  /** null once erased. */
  readonly payload: Payload | null;
  readonly requester: Requester;
  /** The person that the requester asked for; null: none. */
  readonly onBehalfOf: Person | null;
  readonly askedAt: number;
  /** null: it does not expire. With stages, when the current one ends. */
  readonly expiresAt: number | null;
  /** The name of the stage that decides now; null: there are no stages, or it is decided. */
  readonly stage: string | null;
  /** null: it is pending. */
  readonly decision: Decision<Payload> | null;
  /** Votes on the current revision. */
  readonly votes: readonly VoteView[];
  readonly delivery: {
    readonly state: 'none' | 'owed' | 'delivered' | 'dead';
    readonly attemptCount: number;
    readonly nextAt: number | null;
    /** Why the last attempt failed; null: none has, or it is delivered. */
    readonly lastProblem: string | null;
    /** What the sink returned, as JSON; undefined: nothing, or what could not be kept. null once erased. */
    readonly result: unknown;
  };
  readonly progress: readonly {
    readonly step: string;
    readonly state: StepState;
    readonly at: number | null;
    readonly detail: string | null;
  }[];
  readonly copies: readonly {
    readonly channelId: string;
    readonly ts: string | null;
    /** Slack's error code if Slack refuses this copy; null: it is shown, or will be soon. */
    readonly problem: string | null;
  }[];
  /** What needs someone's attention, and what to do about it; null: nothing does. */
  readonly attention: {
    /** `stuck`, `corrupt`, `delivery_dead`, `never_shown`, `card_failed` or `card_waiting`. */
    readonly code: string;
    readonly explanation: string;
  } | null;
}

/** Converts a record to the view that programs see. */
export function toApproval(record: ApprovalRecord): ApprovalView<unknown> {
  const { approval, parts } = record;
  const { work } = approval;
  const { id, kind, key, status, requester, askedAt, expiresAt } = approval;
  return {
    id,
    kind,
    key,
    status,
    revision: approval.revision.number,
    digest: approval.revision.digest,
    payload: partValue(parts, approval.revision.payloadRef),
    requester,
    onBehalfOf: approval.onBehalfOf ?? null,
    askedAt,
    expiresAt,
    stage: status === 'pending' ? (currentStage(approval)?.name ?? null) : null,
    decision: decisionOf(record),
    votes: [...votesOf(record, approval.votes, true), ...votesOf(record, work.unchecked, false)],
    delivery: deliveryView(record),
    progress: progressView(record),
    copies: work.copies
      .filter((copy) => copy.state === 'live')
      .map(({ channelId, ts, problem }) => ({ channelId, ts, problem: problem?.code ?? null })),
    attention: attentionView(approval),
  };
}

function deliveryView({ approval, parts }: ApprovalRecord): ApprovalView<unknown>['delivery'] {
  if (approval.status === 'pending')
    return { state: 'none', attemptCount: 0, nextAt: null, lastProblem: null, result: undefined };
  const { state, resultRef } = approval.delivery;
  const { attemptCount = 0, nextAt = null, lastReason = null } = approval.work.delivery ?? {};
  return {
    state,
    attemptCount,
    nextAt: state === 'owed' ? nextAt : null,
    lastProblem: state === 'delivered' ? null : lastReason,
    result: resultRef === null ? undefined : partValue(parts, resultRef),
  };
}

function progressView({ approval, parts }: ApprovalRecord): ApprovalView<unknown>['progress'] {
  if (approval.status === 'pending') return [];
  return approval.progress.map(({ step, state, at, detailRef }) => ({
    step,
    state,
    at,
    detail: partText(parts, detailRef),
  }));
}

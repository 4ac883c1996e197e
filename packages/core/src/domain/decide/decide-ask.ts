import { evolveOn } from '../evolve/evolve.js';
import type { Approval, PendingApproval } from '../model/approval.js';
import type { Amend, Ask, ReplaceContext } from '../model/commands.js';
import type { ApprovalEvent } from '../model/events.js';
import { accept, type Decided, refusal } from '../model/refusal.js';
import { amendedPolicy } from '../policy/quorum.js';
import { decideTick } from './decide-tick.js';
import { noticeToVoter, standingVotes } from './end-approval.js';

/** Creates an approval. Idempotent: asking for one that exists changes nothing. */
export function decideAsk(command: Ask, approval: Approval | null): Decided {
  if (approval !== null) return accept([]);
  const { type: _, now: at, contextRef, installation, ...asked } = command;
  const context: readonly ApprovalEvent[] = contextRef === null ? [] : [{ type: 'context_replaced', at, contextRef }];
  const installed: readonly ApprovalEvent[] = installation === null ? [] : [{ type: 'installed', at, installation }];
  return accept([{ type: 'asked', at, ...asked }, ...context, ...installed]);
}

/** Replaces the payload of a pending approval. Votes become void, deadlines stay. The same payload replaces only the context lines. */
export function decideAmend(command: Amend, approval: Approval): Decided {
  return whilePending(command, approval, (pending) =>
    command.samePayload ? replaceContext(command, pending) : amend(command, pending),
  );
}

/** Replaces the context lines of a card. Votes, revision and deadlines stay. */
export function decideReplaceContext(command: ReplaceContext, approval: Approval): Decided {
  return whilePending(command, approval, (pending) => replaceContext(command, pending));
}

function whilePending(
  { now }: Amend | ReplaceContext,
  approval: Approval,
  change: (pending: PendingApproval) => readonly ApprovalEvent[],
): Decided {
  const timed = decideTick(approval, now);
  const current = evolveOn(approval, timed);
  if (current.status === 'pending') return accept([...timed, ...change(current)]);
  return {
    events: timed,
    refusal: refusal('not_pending', { status: current.status, command: 'change' }),
  };
}

function replaceContext(command: Amend | ReplaceContext, approval: PendingApproval): readonly ApprovalEvent[] {
  const { contextRef } = command;
  return contextRef === approval.work.contextRef ? [] : [{ type: 'context_replaced', at: command.now, contextRef }];
}

function amend(command: Amend, approval: PendingApproval): readonly ApprovalEvent[] {
  const { revision, policy } = approval;
  const event: ApprovalEvent = {
    type: 'amended',
    at: command.now,
    by: command.by,
    revision: { ...command.revision, number: revision.number + 1, previousContentRef: revision.contentRef },
    policy: amendedPolicy(command.policy, policy),
    steps: command.steps,
  };
  // a person whose newer vote is being checked is told once
  const people = [
    ...standingVotes(approval).map((vote) => ({ by: vote.by, channelId: null })),
    ...approval.work.unchecked,
  ];
  const notices = people.map((vote) => noticeToVoter(vote, approval, { type: 'vote_void' }, command.now));
  return [event, ...replaceContext(command, approval), ...notices];
}

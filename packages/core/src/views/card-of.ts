import type { Approval } from '../domain/model/approval.js';
import { addAmender, type Person } from '../domain/model/person.js';
import type { ApproverRule } from '../domain/model/policy.js';
import { activeRules } from '../domain/policy/may-vote.js';
import { approvalsNeeded, peopleCounted } from '../domain/policy/quorum.js';
import { type Parts, partText, partValue } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import { type Leaf, usergroupLeaf, userLeaf } from '../slack/blocks/rich-text.js';
import type { SeenContent } from '../slack/card/card-content.js';
import type { CardView } from '../slack/card/card-view.js';
import { wordsOf } from '../slack/card/messages.js';

/** What a record has to show: drawn afresh whenever it is sent, so an old picture cannot be. */
export function cardOf(app: Pick<Runtime, 'messages' | 'namespace'>, { approval, parts }: ApprovalRecord): CardView {
  const content = contentAt(parts, approval.revision.contentRef);
  const { revision, policy, work } = approval;
  return {
    namespace: approval.namespace,
    id: approval.id,
    kind: approval.kind,
    digest: revision.digest,
    revision: revision.number,
    status: approval.status,
    content,
    context: contextLines(parts, work.contextRef),
    refusedBy: [],
    changes: content === null ? [] : changesBetween(contentAt(parts, revision.previousContentRef), content),
    requester: approval.requester,
    amendedBy: approval.amenders.at(-1) ?? null,
    excluded: excludedPeople(approval),
    askedAt: approval.askedAt,
    expiresAt: approval.expiresAt,
    approvals: { counted: peopleCounted(approval.votes, 'for'), needed: approvalsNeeded(approval) },
    votes: approval.votes.map(({ by, answer, votedAt, reasonRef }) => ({
      by,
      answer,
      votedAt,
      reason: partText(parts, reasonRef),
    })),
    checkingCount: work.showCheckingAt === null ? work.unchecked.length : 0,
    rules: activeRules(approval).map(ruleLeaves),
    forms: policy.reason,
    ...afterDecision(approval, parts),
    words: wordsOf(app.messages),
  };
}

/** Where groups or channels may admit those who asked, only Slack could tell whether anybody else is left: the card says so. */
function excludedPeople(approval: Approval): readonly Person[] {
  const { policy, requester, amenders } = approval;
  if (policy.allowSelfApproval || activeRules(approval).every((rule) => rule.type === 'user')) return [];
  return amenders.reduce(addAmender, [requester]).filter((asker) => typeof asker !== 'string');
}

function afterDecision(approval: Approval, parts: Parts): Pick<CardView, 'decision' | 'delivery' | 'progress'> {
  if (approval.status === 'pending') return { decision: null, delivery: null, progress: [] };
  const { decision, delivery, work } = approval;
  return {
    decision: {
      by: decision.by,
      at: decision.decidedAt,
      reason: partText(parts, decision.reasonRef),
      cause: decision.cause,
      neverShown: decision.neverShown === true,
      withdrawnBy: decision.withdrawnBy,
    },
    delivery: {
      state: delivery.state,
      reason: delivery.reason,
      attemptCount: work.delivery?.attemptCount ?? 0,
      at: delivery.settledAt,
    },
    progress: approval.progress.map(({ step, state, at, detailRef }) => ({
      step,
      state,
      at,
      detail: partText(parts, detailRef),
    })),
  };
}

function contentAt(parts: Parts, ref: string | null): SeenContent | null {
  // written by ask and amend, which store what readContent returned
  return partValue(parts, ref) as SeenContent | null;
}

function contextLines(parts: Parts, ref: string | null): readonly string[] {
  const lines = partValue(parts, ref);
  return Array.isArray(lines) ? lines.filter((line) => typeof line === 'string') : [];
}

function changesBetween(before: SeenContent | null, now: SeenContent): CardView['changes'] {
  if (before === null) return [];
  const from = linesOf(before);
  const to = linesOf(now);
  return [...new Map([...from, ...to])].flatMap(([name, { label }]) => {
    const [old = null, fresh = null] = [from.get(name)?.text, to.get(name)?.text];
    return old === fresh ? [] : [{ label, from: old, to: fresh }];
  });
}

interface Line {
  readonly label: string;
  readonly text: string;
}

/** By names of their own: a field may be called "Title" as well. */
function linesOf({ title, summary, fields = {}, links = {}, text }: SeenContent): ReadonlyMap<string, Line> {
  const own = { Title: title, Summary: summary, Text: text };
  const line = (prefix: string, [label, value]: readonly [string, string | undefined]) =>
    value === undefined ? [] : [[`${prefix}:${label}`, { label, text: value }] as const];
  return new Map([
    ...Object.entries(own).flatMap((entry) => line('content', entry)),
    ...Object.entries(fields).flatMap((entry) => line('field', entry)),
    ...Object.entries(links).flatMap((entry) => line('link', entry)),
  ]);
}

/** A rule as it is read in Slack: people and groups by their names there. */
function ruleLeaves(rule: ApproverRule): readonly Leaf[] {
  if (rule.type === 'user') return [userLeaf(rule.id)];
  if (rule.type !== 'usergroup') return [describeRule(rule)];
  return [rule.count === null ? 'Members of ' : `${rule.count} from `, usergroupLeaf(rule.id)];
}

/** A rule in plain words, for people who ask why they cannot approve. */
export function describeRule(rule: ApproverRule): string {
  switch (rule.type) {
    case 'user':
      return `The person ${rule.id}`;
    case 'usergroup':
      return rule.count === null
        ? `Members of the user group ${rule.id}`
        : `${rule.count} from the user group ${rule.id}`;
    case 'channelMembers':
      return 'Members of the channel the card is in';
    case 'anyone':
      return 'Anyone in this workspace';
    default:
      return rule satisfies never;
  }
}

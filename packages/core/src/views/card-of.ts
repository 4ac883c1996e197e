import type { Approval } from '../domain/model/approval.js';
import { askersOf, erasedName, type Requester } from '../domain/model/person.js';
import type { Policy } from '../domain/model/policy.js';
import { activeRules } from '../domain/policy/admit.js';
import { choicesOf, inputsOf } from '../domain/policy/choices.js';
import { approvalsNeeded, peopleCounted } from '../domain/policy/quorum.js';
import { stillNeeded } from '../domain/policy/still-needed.js';
import { inStage, policyOfStage } from '../domain/stages/in-stage.js';
import type { Messages } from '../messages/words/messages.js';
import { wordsOf } from '../messages/words-of.js';
import { type Parts, partText, partValue } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import { labelOfChoice } from '../slack/card/card-answers.js';
import type { SeenContent } from '../slack/card/card-content.js';
import type { CardView } from '../slack/card/card-view.js';
import { isSameValue, type SeenValue } from '../slack/card/field-values.js';
import { editedView } from './edited-view.js';

/** Returns what the card shows. It is computed from the record for every message, so a card never shows an old state. */
export function cardOf(app: Pick<Runtime, 'messages' | 'namespace'>, record: ApprovalRecord): CardView {
  const { approval, parts } = record;
  const words = wordsOf(app.messages);
  const content = contentAt(parts, approval.revision.contentRef);
  const { revision, policy, work } = approval;
  const current = inStage(approval);
  const amender = approval.amenders.at(-1);
  const choices = countedChoices(current);
  const leading = withLeadingVotes(current, choices);
  return {
    namespace: approval.namespace,
    id: approval.id,
    kind: approval.kind,
    digest: revision.digest,
    revision: revision.number,
    status: approval.status,
    content,
    payload: partValue(parts, revision.payloadRef),
    context: contextLines(parts, work.contextRef),
    refusedBy: [],
    changes: content === null ? [] : changesBetween(contentAt(parts, revision.previousContentRef), content, words),
    requester: nameOf(approval.requester, words),
    onBehalfOf: approval.onBehalfOf ?? null,
    amendedBy: amender === undefined ? null : nameOf(amender, words),
    edited: editedView(record, words),
    inputs: inputsOf(approval) ?? {},
    areAskersExcluded: areAskersExcluded(current),
    askedAt: approval.askedAt,
    expiresAt: approval.expiresAt,
    stage: approval.status === 'pending' ? (approval.stage?.number ?? null) : null,
    stages: stagesOf(policy),
    vetoers: policy.vetoers ?? [],
    approvals: { counted: peopleCounted(leading.votes, 'for'), needed: approvalsNeeded(current) },
    stillNeeded: approval.status === 'pending' ? stillNeeded(leading) : null,
    isNewMessage: false,
    votes: approval.votes.map(({ by, answer, choice, votedAt, reasonRef, stage }) => ({
      by,
      answer,
      choice: labelOfChoice(policy.choices, choice),
      votedAt,
      reason: partText(parts, reasonRef),
      stage,
    })),
    checkingCount: work.showCheckingAt === null ? work.unchecked.length : 0,
    rules: activeRules(current),
    forms: policy.reason,
    choices,
    ...afterDecision(approval, parts, words),
    words,
  };
}

function countedChoices(approval: Approval): CardView['choices'] {
  const countOf = (id: string): number =>
    peopleCounted(
      approval.votes.filter((vote) => vote.choice === id),
      'for',
    );
  return choicesOf(approval)?.map((choice) => ({ ...choice, counted: countOf(choice.id) })) ?? null;
}

/** The approval without the approvals for another choice than the one that has the most. */
function withLeadingVotes(approval: Approval, choices: CardView['choices']): Approval {
  if (choices === null) return approval;
  const [leading] = choices.toSorted((one, other) => other.counted - one.counted);
  return {
    ...approval,
    votes: approval.votes.filter((vote) => vote.counts === 'against' || vote.choice === leading?.id),
  };
}

function stagesOf(policy: Policy): CardView['stages'] {
  return (policy.stages ?? []).map((stage) => ({
    name: stage.name,
    rules: stage.approvers,
    needed: approvalsNeeded({ policy: policyOfStage(policy, stage), escalationLevel: 0 }),
  }));
}

/** Only shown if a group or channel might admit the people who asked, because only Slack knows its members. */
function areAskersExcluded(approval: Approval): boolean {
  const isAskedByPeople = askersOf(approval).some((asker) => typeof asker !== 'string');
  return (
    isAskedByPeople && !approval.policy.allowSelfApproval && activeRules(approval).some((rule) => rule.type !== 'user')
  );
}

function afterDecision(
  approval: Approval,
  parts: Parts,
  words: Messages,
): Pick<CardView, 'decision' | 'delivery' | 'progress'> {
  if (approval.status === 'pending') return { decision: null, delivery: null, progress: [] };
  const { decision, delivery, work } = approval;
  return {
    decision: {
      by: decision.by,
      choice: labelOfChoice(approval.policy.choices, decision.choice),
      at: decision.decidedAt,
      reason: partText(parts, decision.reasonRef),
      cause: decision.cause,
      neverShown: decision.neverShown === true,
      withdrawnBy: decision.withdrawnBy === null ? null : nameOf(decision.withdrawnBy, words),
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

/** The name of a system is gone once it is erased. */
function nameOf(requester: Requester, words: Messages): Requester {
  return requester === erasedName ? words.erasedName : requester;
}

function contentAt(parts: Parts, ref: string | null): SeenContent | null {
  // written by ask and amend, which store what readCard returned
  return partValue(parts, ref) as SeenContent | null;
}

function contextLines(parts: Parts, ref: string | null): readonly string[] {
  const lines = partValue(parts, ref);
  return Array.isArray(lines) ? lines.filter((line) => typeof line === 'string') : [];
}

function changesBetween(previous: SeenContent | null, current: SeenContent, words: Messages): CardView['changes'] {
  if (previous === null) return [];
  const from = linesOf(previous, words);
  const to = linesOf(current, words);
  return [...new Map([...from, ...to])].flatMap(([name, { label }]) => {
    const [before = null, after = null] = [from.get(name)?.value, to.get(name)?.value];
    return isSameValue(before, after) ? [] : [{ label, from: before, to: after }];
  });
}

interface Line {
  readonly label: string;
  readonly value: SeenValue;
}

/** The keys have a prefix, because a field may also be called "Title". */
function linesOf(
  { title, summary, fields = {}, links = {}, text }: SeenContent,
  words: Messages,
): ReadonlyMap<string, Line> {
  const own = { [words.titlePart]: title, [words.summaryPart]: summary, [words.textPart]: text };
  const line = (prefix: string, [label, value]: readonly [string, SeenValue | undefined]) =>
    value === undefined ? [] : [[`${prefix}:${label}`, { label, value }] as const];
  return new Map([
    ...Object.entries(own).flatMap((entry) => line('content', entry)),
    ...Object.entries(fields).flatMap((entry) => line('field', entry)),
    ...Object.entries(links).flatMap((entry) => line('link', entry)),
  ]);
}

import { type HistoryEntry, type HistoryHead, verifyHistory } from '@k8s-pizza/slack-approval';
import { verifyEvidence } from '@k8s-pizza/slack-approval/evidence';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { expect } from 'vitest';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import type { Approval, DecidedApproval, Vote } from '../../src/domain/model/approval.js';
import type { HistoryEvent } from '../../src/domain/model/events.js';
import { deriveEvidence } from '../../src/evidence/derive-evidence.js';
import type { ApprovalRecord } from '../../src/record/record.js';
import { eventsOf } from '../world/history-events.js';
import type { ModelWorld } from './model-world.js';

export function presentation(id: string, userId: string, digest: string): string {
  return `${id} ${userId} ${digest}`;
}

/** What the model itself remembers of each approval: the decision it was first seen with, and the newest head of its history. */
export interface Model {
  readonly decisions: Map<string, string>;
  readonly outcomes: Map<string, string>;
  readonly heads: Map<string, HistoryHead>;
}

export function emptyModel(): Model {
  return { decisions: new Map(), outcomes: new Map(), heads: new Map() };
}

interface Seen {
  readonly row: Row;
  readonly approval: Approval;
  readonly history: readonly HistoryEntry[];
  readonly events: readonly HistoryEvent[];
  readonly evidence: unknown;
}

const approvers = ['U0ALICE', 'U0BOB'];

async function seenIn(world: ModelWorld): Promise<readonly Seen[]> {
  const rows = await world.rows();
  return rows
    .filter(({ status }) => status !== 'reserved')
    .map((row) => {
      const record: ApprovalRecord = JSON.parse(row.body);
      const { approval, history } = record;
      const evidence = deriveEvidence(history, record.parts.values);
      return { row, approval, history, events: eventsOf(record), evidence };
    });
}

/** I1 to I8 of the reliability reference, on everything that is stored, was received and stands in Slack. */
export async function expectInvariants(model: Model, world: ModelWorld): Promise<void> {
  for (const seen of await seenIn(world)) {
    expectOneDecision(model, seen);
    expectVotesInOrder(seen);
    expectOneChoice(seen);
    expectVotesOnWhatWasSeen(seen, world);
    expectEditsDecided(seen);
    expectStagesInOrder(seen);
    expectNotLost(seen, world);
    expectCardsKept(seen, world);
    expectWholeHistory(model, seen);
    expect(verifyEvidence(seen.evidence).fault, 'the evidence of every approval holds').toBeNull();
  }
  expectSameDeliveries(model, world);
}

function isDecision({ type }: HistoryEvent): boolean {
  return type === 'decided' || type === 'withdrawn';
}

function expectOneDecision({ decisions, outcomes }: Model, { row, approval, events }: Seen): void {
  expect(events.filter(isDecision).length, 'I1: at most one decision').toBe(approval.status === 'pending' ? 0 : 1);
  expect(row.status, 'I1: a row says what its record says').toBe(approval.status);
  const decision = approval.status === 'pending' ? null : JSON.stringify(approval.decision);
  const known = decisions.get(row.id);
  if (known !== undefined) expect(decision, 'I2: a decision never changes').toBe(known);
  if (decision === null) return;
  decisions.set(row.id, decision);
  outcomes.set(row.id, approval.status);
}

function expectVotesInOrder({ approval, events }: Seen): void {
  const decidedAt = events.findIndex(isDecision);
  events.forEach((event, index) => {
    if (event.type === 'decided' && event.cause === 'votes')
      expect(event.by.length, 'I3: somebody decided').toBeGreaterThan(0);
    if (event.type !== 'voted') return;
    expect(approvers, 'I3: only approvers count').toContain(event.vote.by.userId);
    expect(event.vote.votedAt, 'I3: only in time').toBeLessThan(approval.expiresAt ?? Number.POSITIVE_INFINITY);
    expect(decidedAt === -1 || index < decidedAt, 'I3: only while pending').toBe(true);
  });
}

/** Who approved together chose the same; a choice that was not offered is nowhere, and one is offered in the last stage. */
function expectOneChoice({ approval }: Seen): void {
  for (const vote of [...approval.votes, ...approval.work.unchecked]) {
    const choices = isOfLastStage(approval, vote) ? approval.policy.choices : undefined;
    expect(choices?.find(({ id }) => id === vote.choice)?.answer, 'a vote is one that is offered').toBe(
      choices === undefined ? undefined : vote.answer,
    );
  }
  if (approval.status !== 'approved') return;
  const { choice = null } = approval.decision;
  for (const vote of decidingVotes(approval))
    expect(vote.choice, 'the decision is what all of them chose').toBe(choice);
}

function isOfLastStage({ policy }: Approval, { stage }: Pick<Vote, 'stage'>): boolean {
  return stage === (policy.stages?.at(-1)?.name ?? null);
}

/** The votes by which an approval is decided, in its last stage. */
function decidingVotes(approval: DecidedApproval): readonly Vote[] {
  const { by } = approval.decision;
  const { votes } = approval;
  return votes.filter((vote) => isOfLastStage(approval, vote) && by.some(({ userId }) => userId === vote.by.userId));
}

function expectVotesOnWhatWasSeen({ row, approval }: Seen, { presented }: ModelWorld): void {
  for (const { by } of [...approval.votes, ...approval.work.unchecked]) {
    const asked = approval.edited?.original ?? approval.revision;
    const shown = presentation(row.id, by.userId, asked.digest);
    expect([...presented], 'I3: only what Slack sent, on what was seen').toContain(shown);
  }
}

/** What is decided on is what the first approver of the last stage made of what they saw, or else what was asked. */
function expectEditsDecided({ approval }: Seen): void {
  const { edited, revision } = approval;
  if (approval.status === 'pending') expect(edited, 'nothing is edited before the decision').toBeUndefined();
  if (approval.status !== 'approved' || approval.decision.cause !== 'votes') return;
  const [first] = decidingVotes(approval);
  expect(edited === undefined ? undefined : revision.digest, 'the decision is on the edit').toBe(first?.edit?.digest);
}

function expectStagesInOrder({ approval, events }: Seen): void {
  const names = (approval.policy.stages ?? []).map(({ name }) => name);
  const approving = approval.votes.filter(({ answer }) => answer === 'approve');
  const people = approving.map(({ by }) => by.userId);
  expect(new Set(people).size, 'I3: one person counts in one stage').toBe(people.length);
  const isApproved = approval.status === 'approved' && names.length > 0;
  const stages = approving.map(({ stage }) => stage);
  if (isApproved) expect(stages, 'I3: every stage has approved').toEqual(expect.arrayContaining(names));
  for (const vote of approval.votes)
    if (!isOfLastStage(approval, vote)) expect(vote.edit, 'I3: only the last stage edits').toBeUndefined();
  const begun = events.flatMap((event) => (event.type === 'stage_begun' ? [event.number] : []));
  expect(
    begun.every((number) => number === 2),
    'I3: a stage begins in its turn',
  ).toBe(true);
}

function expectNotLost({ row, approval }: Seen, { received }: ModelWorld): void {
  if (approval.status === 'pending') {
    expect(row.dueAt, 'a pending approval is looked at again').not.toBeNull();
    return;
  }
  const { state } = approval.delivery;
  if (state === 'owed') expect(row.dueAt, 'I4: what is owed is looked at again').not.toBeNull();
  if (state === 'dead') expect(row.attention, 'I4: what is dead is seen').not.toBeNull();
  const ids = received.map(({ deliveryId }) => deliveryId);
  if (state === 'delivered') expect(ids, 'I4: what is said to be delivered was received').toContain(row.id);
}

/** I7: what a card does not show yet is owed; what the record says is shown stands there; a card that Slack refuses is in the history. */
function expectCardsKept({ row, approval, events }: Seen, { slack }: ModelWorld): void {
  const shownOnce = approval.work.copies.filter(({ ts }) => ts !== null);
  const refused = approval.work.copies.filter(({ problem }) => problem !== null);
  const recorded = events.filter(({ type }) => type === 'card_failed').length;
  if (refused.length > 0) {
    expect(row.attention, 'I7: a card that Slack refuses is seen').not.toBeNull();
    expect(recorded, 'I7: a card that Slack refuses is recorded').toBeGreaterThan(0);
  }
  for (const { ts, state, wanted, shown, settleAt } of shownOnce) {
    if (state === 'gone') continue;
    if (wanted !== shown || settleAt !== null) {
      expect(row.dueAt, 'I7: what is not shown yet is owed').not.toBeNull();
      continue;
    }
    const blocks = JSON.stringify(slack.messages.get(ts ?? '')?.message.blocks);
    const isOpen = blocks.includes('approval:default:approve');
    expect(isOpen, `I7: ${row.status} shows`).toBe(approval.status === 'pending');
    expect(blocks.includes(approval.revision.digest), 'I7: what is asked is what is shown').toBe(true);
  }
}

function expectWholeHistory({ heads }: Model, { row, approval, history, events }: Seen): void {
  const head = heads.get(row.id);
  expect(verifyHistory(history, head === undefined ? {} : { head }), `I8: the history of ${row.id} only grows`).toEqual(
    {
      whole: true,
      firstBadSeq: null,
      containsHead: head === undefined ? null : true,
    },
  );
  const { seq, hash } = history.at(-1) ?? { seq: 0, hash: '' };
  heads.set(row.id, { seq, hash });
  expect({ ...evolveAll(null, events), work: null }, 'I8: the history makes the approval, all but its work').toEqual({
    ...approval,
    work: null,
  });
}

function expectSameDeliveries({ outcomes }: Model, { received }: ModelWorld): void {
  const bodies = new Map<string, string>();
  for (const { deliveryId, body, outcome } of received) {
    expect(body, 'I5: the same bytes under one id').toBe(bodies.get(deliveryId) ?? body);
    bodies.set(deliveryId, body);
    expect(outcome, 'I6: what is carried out is what was decided').toBe(outcomes.get(deliveryId));
  }
}

/** At rest nothing is owed any more: whoever acts once for each id has acted once for each decision, and every card shows it. */
export async function expectAllDone(world: ModelWorld): Promise<void> {
  const applied = new Set(world.received.map(({ deliveryId }) => deliveryId));
  for (const { row, approval } of await seenIn(world)) {
    if (approval.status === 'pending') continue;
    const { state } = approval.delivery;
    expect(['delivered', 'dead'], 'I4: handed over, or visibly dead').toContain(state);
    if (state === 'delivered') expect(applied.delete(row.id), 'I6: it takes effect once').toBe(true);
    else applied.delete(row.id);
    const cards = approval.work.copies.filter((copy) => copy.ts !== null && copy.state === 'live');
    expect(
      cards.filter(({ wanted, shown }) => wanted !== shown),
      'I7: every card shows it',
    ).toEqual([]);
  }
  expect([...applied], 'I6: what takes effect was decided').toEqual([]);
}

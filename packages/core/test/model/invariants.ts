import { type HistoryEntry, type Row, verifyHistory } from '@k8s-pizza/slack-approval';
import { expect } from 'vitest';
import type { HistoryEvent } from '../../src/domain/events.js';
import { evolveAll } from '../../src/domain/evolve.js';
import type { ModelWorld } from './model-world.js';

export function presentation(id: string, userId: string, digest: string): string {
  return `${id} ${userId} ${digest}`;
}

/** All that the model itself remembers: the outcome each approval was first seen with. */
export type Model = Map<string, string>;

interface Body {
  readonly approval: {
    readonly status: string;
    readonly expiresAt: number | null;
    readonly revision: { readonly digest: string };
    readonly votes: readonly { readonly by: { readonly userId: string } }[];
    readonly delivery?: { readonly state: string };
  };
  readonly history: readonly HistoryEntry[];
}

const approvers = ['U0ALICE', 'U0BOB'];
const outcomeTypes = ['decided', 'withdrawn'];

/** I1 to I6 and I8 of the reliability reference, on everything that is stored and was received. I7 holds at rest: see `expectCardsShowIt`. */
export async function expectInvariants(model: Model, world: ModelWorld): Promise<void> {
  for (const row of await world.rows()) {
    const body: Body = JSON.parse(row.body);
    expectOneDecision(model, row, body);
    expectVotesOfApprovers(body);
    expectVotesOnWhatWasSeen(row, body, world);
    expectNotLost(row, body);
    expectWholeHistory(row, body);
  }
  expectSameDeliveries(model, world);
}

function expectOneDecision(model: Model, row: Row, { approval, history }: Body): void {
  const decisions = history.filter((entry) => outcomeTypes.includes(String(entry.event.type)));
  expect(decisions.length, 'I1: at most one decision').toBe(approval.status === 'pending' ? 0 : 1);
  const known = model.get(row.id);
  if (known !== undefined) expect(row.status, 'I2: a decision never changes').toBe(known);
  if (row.status !== 'pending') model.set(row.id, row.status);
}

function expectVotesOfApprovers({ approval, history }: Body): void {
  for (const { event } of history.filter((entry) => entry.event.type === 'voted')) {
    const { vote } = event as { readonly vote: { readonly by: { readonly userId: string }; readonly votedAt: number } };
    expect(approvers, 'I3: only approvers count').toContain(vote.by.userId);
    expect(vote.votedAt, 'I3: only in time').toBeLessThan(approval.expiresAt ?? Number.POSITIVE_INFINITY);
  }
  for (const { event } of history.filter((entry) => entry.event.type === 'decided' && entry.event.cause === 'votes')) {
    expect((event.by as readonly unknown[]).length, 'I3: somebody decided').toBeGreaterThan(0);
  }
}

function expectVotesOnWhatWasSeen({ id }: Row, { approval }: Body, { presented }: ModelWorld): void {
  for (const { by } of approval.votes) {
    expect([...presented], 'I3: only on what was seen').toContain(
      presentation(id, by.userId, approval.revision.digest),
    );
  }
}

function expectNotLost(row: Row, { approval }: Body): void {
  if (approval.status === 'pending') {
    expect(row.dueAt, 'a pending approval is looked at again').not.toBeNull();
    return;
  }
  const state = approval.delivery?.state;
  expect(['owed', 'delivered', 'dead'], 'I4').toContain(state);
  if (state === 'owed') expect(row.dueAt, 'I4: what is owed is looked at again').not.toBeNull();
  if (state === 'dead') expect(row.attention, 'I4: what is dead is seen').not.toBeNull();
}

function expectWholeHistory(row: Row, { approval, history }: Body): void {
  expect(verifyHistory(history).whole, `I8: the history of ${row.id} is whole`).toBe(true);
  // an entry holds what the event held that it was written from
  const events = history.map(({ at, event }) => ({ ...event, at }) as HistoryEvent);
  expect({ ...evolveAll(null, events), work: null }, 'I8: the history makes the approval, all but its work').toEqual({
    ...approval,
    work: null,
  });
}

function expectSameDeliveries(model: Model, { received }: ModelWorld): void {
  const texts = new Map<string, string>();
  for (const { deliveryId, text, outcome } of received) {
    expect(texts.get(deliveryId) ?? text, 'I5: the same decision under one id').toBe(text);
    texts.set(deliveryId, text);
    expect(outcome, 'I6: what is carried out is what was decided').toBe(model.get(deliveryId));
  }
}

/** I7, at rest: every copy of a decided card shows the decision and has no buttons to decide with. */
export async function expectCardsShowIt(world: ModelWorld): Promise<void> {
  for (const row of await world.rows()) {
    const {
      approval,
    }: {
      readonly approval: {
        readonly status: string;
        readonly work: { readonly copies: readonly { readonly ts: string | null; readonly state: string }[] };
      };
    } = JSON.parse(row.body);
    for (const copy of approval.work.copies.filter((one) => one.state === 'live' && one.ts !== null)) {
      const shown = JSON.stringify(world.slack.messages.get(copy.ts ?? '')?.message.blocks);
      expect(shown.includes('approval:default:approve'), `I7: ${row.status} shows`).toBe(approval.status === 'pending');
    }
  }
}

import { describe, expect, test } from 'vitest';
import type { StepState } from '../model/approval.js';
import type { ApprovalEvent } from '../model/events.js';
import { erase, redeliver, report } from '../testing/commands.js';
import { given } from '../testing/given.js';
import { asked, dave, dead, decided, delivered, erased, hour, now, posted, withdrawn } from '../testing/world.js';

const rejected = decided({ outcome: 'rejected' });
const expired = decided({ outcome: 'expired', cause: 'expiry', by: [] });
const approved = given(asked(), posted(), decided());
const progressed = (state: StepState, detailRef: string | null = null): ApprovalEvent => ({
  type: 'progressed',
  at: now,
  step: 'prep',
  state,
  detailRef,
});

describe('progress after approval', () => {
  test('starts with every declared step pending, in order', () => {
    expect(approved.approval).toMatchObject({
      progress: [
        { step: 'prep', state: 'pending', at: null, detailRef: null },
        { step: 'bake', state: 'pending', at: null, detailRef: null },
      ],
    });
  });

  test('is stored step by step and shown', () => {
    const outcome = approved.when(
      report({ state: 'active', detailRef: 'detail-1', sameDetail: false, now: now + hour }),
    );

    expect(outcome.events).toEqual([
      { type: 'progressed', at: now + hour, step: 'prep', state: 'active', detailRef: 'detail-1' },
    ]);
    expect(outcome.approval).toMatchObject({
      progress: [
        { step: 'prep', state: 'active', at: now + hour, detailRef: 'detail-1' },
        { step: 'bake', state: 'pending' },
      ],
    });
    expect(outcome.owedAt(now + hour)).toContainEqual({ type: 'sync', copyId: 1 });
  });

  test('neither waits for the delivery nor ends with it', () => {
    for (const end of [delivered(), dead()]) {
      expect(given(asked(), decided(), end).when(report()).types).toEqual(['progressed']);
    }
  });

  type Row = Readonly<Record<StepState, 'progressed' | 'step_is_over' | 'nothing'>>;
  const matrix: Readonly<Record<StepState, Row>> = {
    pending: { pending: 'nothing', active: 'progressed', done: 'progressed', failed: 'progressed' },
    active: { pending: 'step_is_over', active: 'nothing', done: 'progressed', failed: 'progressed' },
    failed: { pending: 'step_is_over', active: 'progressed', done: 'progressed', failed: 'nothing' },
    done: { pending: 'step_is_over', active: 'step_is_over', done: 'nothing', failed: 'step_is_over' },
  };
  const pairs = Object.entries(matrix).flatMap(([from, row]) =>
    Object.entries(row).map(([to, outcome]) => [from as StepState, to as StepState, outcome] as const),
  );

  test.each(pairs)('from %s to %s: %s', (from, to, expected) => {
    const outcome = given(asked(), decided(), progressed(from)).when(report({ state: to }));

    expect(outcome.refuses ?? outcome.types[0] ?? 'nothing').toBe(expected);
  });

  test.each(['pending', 'active', 'failed', 'done'] as const)('%s again with another detail is stored', (state) => {
    const before = given(asked(), decided(), progressed(state, 'detail-1'));

    const outcome = before.when(report({ state, detailRef: 'detail-2', sameDetail: false }));

    expect(outcome.types).toEqual(['progressed']);
    expect(outcome.approval).toMatchObject({ progress: [{ state, detailRef: 'detail-2' }, {}] });
  });

  test.each([
    ['pending', undefined],
    ['rejected', rejected],
    ['expired', expired],
    ['withdrawn', withdrawn()],
  ])('%s has none', (_, decision) => {
    const before = decision === undefined ? given(asked()) : given(asked(), decision);

    expect(before.when(report()).refuses).toBe('not_approved');
  });

  test('accepts only declared steps', () => {
    expect(approved.when(report({ step: 'deliver' })).refuses).toBe('unknown_step');
  });

  test('is refused once erased, but a repeated report still changes nothing', () => {
    const gone = given(asked(), decided(), progressed('active'), delivered(), erased());

    expect(gone.when(report({ state: 'done' })).refuses).toBe('erased');
    expect(gone.when(report({ state: 'active' }))).toMatchObject({ events: [], refuses: null });
  });

  test('is refused when the history is full, but a repeated report still changes nothing', () => {
    expect(approved.when(report({ historyFull: true })).refuses).toBe('history_full');
    expect(approved.when(report({ state: 'pending', historyFull: true }))).toMatchObject({ events: [], refuses: null });
  });
});

describe('delivering again', () => {
  test.each([
    ['dead', dead()],
    ['delivered', delivered()],
  ])('%s: the same decision is owed again, with the whole time to deliver', (_, end) => {
    const before = given(asked(), posted(), decided(), end);

    const outcome = before.when(redeliver({ by: dave, now: now + hour }));

    expect(outcome.events).toEqual([{ type: 'redelivered', at: now + hour, by: dave }]);
    expect(outcome.approval).toMatchObject({
      delivery: { state: 'owed', deliverBy: now + hour + 75.6 * hour, reason: null, settledAt: null },
      work: { delivery: { attemptCount: 1, roundAttempts: 0, shortened: false, nextAt: now + hour } },
    });
    expect(outcome.approval).toHaveProperty('decision', (before.approval as { decision?: unknown }).decision);
    expect(outcome.owedAt(now + hour)).toContainEqual({ type: 'deliver' });
  });

  test('is refused while the delivery is still being retried', () => {
    expect(approved.when(redeliver()).refuses).toBe('delivery_under_way');
  });

  test('is refused while nothing is decided', () => {
    expect(given(asked()).when(redeliver()).refuses).toBe('nothing_to_deliver');
  });

  test('is refused once the texts are erased', () => {
    expect(given(asked(), decided(), dead(), erased()).when(redeliver()).refuses).toBe('erased');
  });

  test('is refused when the history is full', () => {
    expect(given(asked(), decided(), dead()).when(redeliver({ historyFull: true })).refuses).toBe('history_full');
  });
});

describe('erasing', () => {
  test.each([
    ['delivered', delivered()],
    ['dead', dead()],
  ])('%s: removes the texts, and the card shows it', (_, end) => {
    const explained: ApprovalEvent = { type: 'context_replaced', at: now, contextRef: 'context-1' };
    const outcome = given(asked(), posted(), explained, decided(), end).when(erase(now + hour));

    expect(outcome.events).toEqual([{ type: 'erased', at: now + hour }]);
    expect(outcome.approval).toMatchObject({ erasedAt: now + hour, work: { contextRef: null } });
    expect(outcome.owedAt(now + hour)).toContainEqual({ type: 'sync', copyId: 1 });
  });

  test('twice changes nothing', () => {
    const outcome = given(asked(), decided(), delivered(), erased()).when(erase(now + hour));

    expect(outcome).toMatchObject({ events: [], refuses: null });
  });

  test('is refused while pending, and while the delivery is owed', () => {
    expect(given(asked()).when(erase(now)).refuses).toBe('still_pending');
    expect(approved.when(erase(now)).refuses).toBe('delivery_under_way');
  });
});

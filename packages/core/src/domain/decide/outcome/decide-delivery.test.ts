import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Approval } from '../../model/approval.js';
import type { DeliveryOutcome, DeliveryResult } from '../../model/commands.js';
import { recordDelivery, redeliver } from '../../testing/commands.js';
import { given, type Situation } from '../../testing/given.js';
import {
  aPolicy,
  asked,
  dead,
  decided,
  delivered,
  hour,
  minute,
  now,
  posted,
  second,
  withdrawn,
} from '../../testing/world.js';

const retry = (change: Partial<Extract<DeliveryOutcome, { type: 'retry' }>> = {}): DeliveryOutcome => ({
  type: 'retry',
  afterMs: null,
  reason: 'status 503',
  ...change,
});
const owed = given(asked(), posted(), decided());
const deliverBy = now + 75.6 * hour;
const stateOf = ({ status, ...approval }: Approval): string =>
  status !== 'pending' && 'delivery' in approval ? approval.delivery.state : 'none';

/** Fails at every attempt until nothing is owed any more: the instants of the attempts, and what is left. */
function walk(
  start: Situation,
  jitter: () => number,
  result: DeliveryResult,
): readonly [instants: number[], end: Situation] {
  const instants: number[] = [];
  let situation = start;
  for (;;) {
    const { delivery } = situation.approval.work;
    if (delivery === null || stateOf(situation.approval) !== 'owed') return [instants, situation];
    instants.push(delivery.nextAt);
    situation = situation.when(recordDelivery(result, { now: delivery.nextAt, jitter: jitter() }));
  }
}

describe('a decision', () => {
  test.each([
    ['approved', decided()],
    ['rejected', decided({ outcome: 'rejected' })],
    ['expired', decided({ outcome: 'expired', cause: 'expiry' })],
    ['withdrawn', withdrawn()],
  ])('%s is owed to its receiver at once', (_, decision) => {
    const before = given(asked(), decision);

    expect(before.approval).toMatchObject({ delivery: { state: 'owed', deliverBy } });
    expect(before.owedAt(now)).toContainEqual({ type: 'deliver' });
  });

  test('is delivered', () => {
    const outcome = owed.when(recordDelivery({ type: 'delivered' }, { now: now + second }));

    expect(outcome.events).toEqual([{ type: 'delivered', at: now + second, attempt: 1 }]);
    expect(outcome.approval).toMatchObject({
      delivery: { state: 'delivered', settledAt: now + second, reason: null },
      work: { delivery: { attemptCount: 1, lastReason: null } },
    });
    expect(outcome.owedAt(now + second)).toEqual([{ type: 'sync', copyId: 1 }]);
  });

  test('is retried later', () => {
    const outcome = owed.when(recordDelivery(retry(), { now: now + second, jitter: 0.5 }));

    expect(outcome.events).toEqual([
      {
        type: 'delivery_deferred',
        at: now + second,
        work: {
          attemptCount: 1,
          roundAttempts: 1,
          shortened: false,
          nextAt: now + second + 4_750,
          lastReason: 'status 503',
        },
      },
    ]);
    expect(outcome.owedAt(now + second + 4_749)).not.toContainEqual({ type: 'deliver' });
    expect(outcome.owedAt(now + second + 4_750)).toContainEqual({ type: 'deliver' });
  });

  test('is dead at once if the receiver rejects it, and the card shows it', () => {
    const outcome = owed.when(recordDelivery({ type: 'rejected', reason: 'status 410' }));

    expect(outcome.events).toEqual([{ type: 'delivery_dead', at: now, reason: 'status 410', attempt: 1 }]);
    expect(outcome.approval).toMatchObject({ status: 'approved', delivery: { state: 'dead', reason: 'status 410' } });
    expect(outcome.owedAt(now)).toEqual([{ type: 'sync', copyId: 1 }]);
  });
});

describe('what its receiver returned', () => {
  test.each<[string, { readonly resultRef?: string | null }, object]>([
    ['is kept', { resultRef: 'sha256:1' }, { resultRef: 'sha256:1' }],
    ['is nothing', {}, { resultRef: null }],
    ['could not be kept', { resultRef: null }, { resultRef: null, isResultLost: true }],
  ])('%s', (_, result, kept) => {
    const outcome = owed.when(recordDelivery({ type: 'delivered', ...result }));

    expect(outcome.events).toEqual([{ type: 'delivered', at: now, attempt: 1, ...result }]);
    expect(outcome.approval).toMatchObject({ delivery: { state: 'delivered', ...kept } });
  });
});

describe('the function of a guard', () => {
  const failed = { ...retry(), isGuard: true } as const;
  const late = now + 80 * hour;

  test('has its time after its first attempt, and six attempts', () => {
    const once = owed.when(recordDelivery(failed, { now: late }));
    const [instants, end] = walk(once, () => 0, failed);

    expect(once.approval).toMatchObject({ delivery: { state: 'owed', deliverBy: late + 75.6 * hour } });
    expect(instants.map((at) => at - late)).toEqual([5, 20, 50, 110, 230].map((seconds) => seconds * second));
    expect(stateOf(end.approval)).toBe('dead');
  });

  test('is dead at once if it says that it can never succeed', () => {
    const outcome = owed.when(recordDelivery({ type: 'rejected', reason: 'no such order', isGuard: true }));

    expect(stateOf(outcome.approval)).toBe('dead');
  });
});

describe('a kind that delivers nothing', () => {
  const undelivered = given(asked({ policy: aPolicy({ delivers: false }) }), posted(), decided());

  test('owes nothing but its card after the decision', () => {
    expect(undelivered.approval).toMatchObject({ delivery: { state: 'none' }, work: { delivery: null } });
    expect(undelivered.owedAt(now).map(({ type }) => type)).toEqual(['sync']);
  });

  test('has nothing to deliver again', () => {
    expect(undelivered.when(redeliver()).refuses).toBe('nothing_to_deliver');
  });
});

describe('the whole schedule', () => {
  const jitter = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  test('is ten attempts within 75.6 hours, whatever the jitter, then dead', () => {
    fc.assert(
      fc.property(fc.array(jitter, { minLength: 10, maxLength: 10 }), (jitters) => {
        let index = 0;
        const [instants, end] = walk(owed, () => jitters[index++] ?? 0, retry());

        expect(instants).toHaveLength(10);
        expect((instants.at(-1) ?? 0) - now).toBeLessThanOrEqual(75.6 * hour);
        expect(stateOf(end.approval)).toBe('dead');
        expect(end.approval.work.delivery).toMatchObject({ attemptCount: 10, lastReason: 'status 503' });
      }),
    );
  });

  test('is five attempts if the receiver answers that the request is wrong', () => {
    const [instants, end] = walk(owed, () => 0, retry({ shortens: true, reason: 'status 400' }));

    expect(instants).toHaveLength(5);
    expect(stateOf(end.approval)).toBe('dead');
  });

  test('stays shortened', () => {
    const once = owed.when(recordDelivery(retry({ shortens: true })));

    expect(walk(once, () => 0, retry())[0]).toHaveLength(4);
  });

  test('is over if it is shortened after the fifth attempt', () => {
    const tried = [1, 2, 3, 4, 5].reduce<Situation>((situation) => situation.when(recordDelivery(retry())), owed);

    expect(tried.when(recordDelivery(retry())).types).toEqual(['delivery_deferred']);
    expect(tried.when(recordDelivery(retry({ shortens: true }))).types).toEqual(['delivery_dead']);
  });

  test('starts again with a redelivery, and attempts count on', () => {
    const [, end] = walk(owed, () => 0, retry({ shortens: true }));
    const again = end.when(redeliver({ now: now + 100 * hour }));

    const [instants, endAgain] = walk(again, () => 0, retry());

    expect(instants).toHaveLength(10);
    expect(instants[0]).toBe(now + 100 * hour);
    expect(endAgain.approval.work.delivery?.attemptCount).toBe(15);
  });
});

describe('Retry-After', () => {
  test('is honoured if it is longer than the delay', () => {
    const outcome = owed.when(recordDelivery(retry({ afterMs: 10 * minute })));

    expect(outcome.approval.work.delivery?.nextAt).toBe(now + 10 * minute);
  });

  test('does not shorten the delay', () => {
    expect(owed.when(recordDelivery(retry({ afterMs: 1 }))).approval.work.delivery?.nextAt).toBe(now + 5 * second);
  });
});

describe('the time to deliver', () => {
  test('allows no attempt after it', () => {
    const within = (deliverWithinMs: number) =>
      given(asked({ policy: aPolicy({ deliverWithinMs }) }), decided()).when(recordDelivery(retry()));

    expect(within(5 * second).types).toEqual(['delivery_deferred']);
    expect(within(5 * second - 1).events).toEqual([
      { type: 'delivery_dead', at: now, reason: 'status 503', attempt: 1 },
    ]);
  });

  test('ends with one more attempt for a receiver that asks for more time than is left', () => {
    const before = given(asked({ policy: aPolicy({ deliverWithinMs: hour }) }), decided());

    const first = before.when(recordDelivery(retry({ afterMs: 24 * hour })));
    const last = first.when(recordDelivery(retry({ afterMs: 24 * hour }), { now: now + hour }));

    expect(first.approval.work.delivery?.nextAt).toBe(now + hour);
    expect(last.types).toEqual(['delivery_dead']);
  });

  test('is `deliverWithinMs` of the policy', () => {
    const short = given(asked({ policy: aPolicy({ deliverWithinMs: hour }) }), decided());

    const [instants] = walk(short, () => 0, retry());

    expect(instants).toEqual([0, 5 * second, 5 * minute + 5 * second, 35 * minute + 5 * second].map((ms) => now + ms));
  });
});

describe('an outcome that no longer fits', () => {
  const results: readonly DeliveryOutcome[] = [
    { type: 'delivered' },
    retry(),
    { type: 'rejected', reason: 'status 410' },
  ];

  test.each(results)('$type, pending: changes nothing', (result) => {
    expect(given(asked()).when(recordDelivery(result)).events).toEqual([]);
  });

  test.each(results)('$type, delivered: changes nothing', (result) => {
    expect(given(asked(), decided(), delivered()).when(recordDelivery(result)).events).toEqual([]);
  });

  test.each(results.slice(1))('$type, dead: changes nothing', (result) => {
    expect(given(asked(), decided(), dead()).when(recordDelivery(result)).events).toEqual([]);
  });

  test('delivered, dead: is delivered after all', () => {
    const outcome = given(asked(), decided(), dead()).when(recordDelivery({ type: 'delivered' }));

    expect(outcome.events).toEqual([{ type: 'delivered', at: now, attempt: 2 }]);
    expect(outcome.approval).toMatchObject({ delivery: { state: 'delivered', reason: null } });
  });
});

import { type Approvals, SlackApprovalError } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { createReportProgress, type FollowedApprovals } from '../../src/follow-orders.js';
import type { PizzaOrderResource } from '../../src/pizza-order-resource.js';
import { anApprovedOrder } from '../world/an-approval.js';

type Status = PizzaOrderResource['status'];

const now = Date.now();
const at = (hoursAgo: number): string => new Date(now - hoursAgo * 3_600_000).toISOString();

function anOrder(approvalId: string, status: Status, digest = 'sha256:1'): PizzaOrderResource {
  const annotations = {
    'pizza.bilalashraf.xyz/approval-id': approvalId,
    'pizza.bilalashraf.xyz/approval-digest': digest,
  };
  const metadata = { name: `pizza-${approvalId}`, uid: approvalId, creationTimestamp: at(72), annotations };
  return { metadata, spec: { placeOrder: true }, status };
}

/** The order function's timer in one process: each run finds these orders in the cluster. */
function aTimer(approvals: FollowedApprovals, clock = () => now) {
  const lines: string[] = [];
  let listed: readonly PizzaOrderResource[] = [];
  const orders = { list: async () => listed, placeDue: async () => undefined };
  const run = createReportProgress({ orders, approvals, clock, log: (line) => lines.push(line) });
  return {
    lines,
    async finds(...found: readonly PizzaOrderResource[]) {
      listed = found;
      await run();
    },
  };
}

describe('a run of ReportProgress', () => {
  /** The ids that one run looks up, to report them. */
  async function lookedUp(...orders: readonly PizzaOrderResource[]) {
    const ids: string[] = [];
    const timer = aTimer({
      async get(id) {
        ids.push(id);
        return null;
      },
      list: async () => ({ approvals: [], next: null }),
      reportProgress: () => Promise.reject(new Error('not in this test')),
    });
    await timer.finds(...orders);
    return ids;
  }

  test('reports orders that began, and those delivered within a day', async () => {
    const ids = await lookedUp(
      anOrder('waiting', { tracker: {} }),
      anOrder('baking', { tracker: { prep: at(48), bake: at(47) } }),
      anOrder('arrived', { tracker: { prep: at(24), delivered: at(23) } }),
      anOrder('eaten', { tracker: { prep: at(26), delivered: at(25) } }),
    );

    expect(ids).toEqual(['baking', 'arrived']);
  });

  test('ignores orders without an approval', async () => {
    const { metadata, ...rest } = anOrder('any', { tracker: { prep: at(1) } });

    expect(await lookedUp({ metadata: { ...metadata, annotations: {} }, ...rest })).toEqual([]);
  });
});

async function anOrderOnItsWay() {
  const { approvals, decision } = await anApprovedOrder();
  const { approvalId, digest } = decision;
  const progress = async () => (await approvals.get(approvalId))?.progress ?? [];
  return {
    approvals,
    approvalId,
    order: (status: Status, of = digest) => anOrder(approvalId, status, of),
    states: async () => (await progress()).map(({ state }) => state).join(' '),
    details: async () => (await progress()).map(({ detail }) => detail),
  };
}

describe('a report', () => {
  test('moves steps forward, and a late one moves none back', async () => {
    const { approvals, order, states } = await anOrderOnItsWay();
    const timer = aTimer(approvals);

    await timer.finds(order({ tracker: { prep: at(2), bake: at(1) } }));
    await timer.finds(order({ tracker: { prep: at(2) } }));

    expect(await states()).toBe('done active pending pending pending');
  });

  test('of an unreadable record does not block the other reports', async () => {
    const { approvals, order, states } = await anOrderOnItsWay();
    const broken = 'a22222222222222222222222a2';
    const timer = aTimer(refusing(approvals, broken, new SlackApprovalError('record_corrupt', 'It cannot be read.')));

    await timer.finds(anOrder(broken, { tracker: { prep: at(1) } }), order({ tracker: { prep: at(1) } }));

    expect(await states()).toBe('active pending pending pending pending');
    expect(timer.lines).toEqual([`progress: the report of ${broken} was refused: It cannot be read.`]);
  });

  test.each([
    ['a Slack app', new Error('The Slack app was not reached: ECONNREFUSED.')],
    ['a store', new SlackApprovalError('store_timeout', 'The store did not answer.')],
  ])('that %s does not take ends the run, and the next run reports it', async (_what, error) => {
    const { approvals, order, states } = await anOrderOnItsWay();
    let isDown = true;
    const timer = aTimer({
      ...approvals,
      reportProgress: (id, report) => (isDown ? Promise.reject(error) : approvals.reportProgress(id, report)),
    });
    const down = timer.finds(order({ tracker: { prep: at(1) } }));
    await expect(down).rejects.toThrow(error.message);
    isDown = false;

    await timer.finds(order({ tracker: { prep: at(1) } }));

    expect(await states()).toBe('active pending pending pending pending');
  });

  test.each([
    ['$30.01', '$30.01, more than the approved $30.00'],
    ['1,030', '1,030, more than the approved $30.00'],
    ['$30.00', '$30.00'],
    ['$9.99', '$9.99'],
    ['31,00 kr', '31,00 kr'],
  ])('of an order that cost %s is shown as %j', async (price, detail) => {
    const { approvals, order, details } = await anOrderOnItsWay();

    await aTimer(approvals).finds(order({ price, tracker: { prep: at(1) } }));

    expect((await details())[0]).toBe(detail);
  });

  test('of another revision changes nothing', async () => {
    const { approvals, order, states } = await anOrderOnItsWay();

    await aTimer(approvals).finds(order({ tracker: { prep: at(1) } }, 'sha256:other'));

    expect(await states()).toBe('pending pending pending pending pending');
  });
});

test('what the list of approvals has shown is not looked up again', async () => {
  const { approvals, order, states } = await anOrderOnItsWay();
  const calls: string[] = [];
  const spy = <Given extends readonly unknown[], Result>(name: string, call: (...given: Given) => Result) => {
    return (...given: Given) => {
      calls.push(name);
      return call(...given);
    };
  };
  const { get, list, reportProgress } = approvals;
  const timer = aTimer({
    get: spy('get', get),
    list: spy('list', list),
    reportProgress: spy('reportProgress', reportProgress),
  });

  await timer.finds(order({ tracker: { prep: at(1) } }));
  await timer.finds(order({ tracker: { prep: at(1) } }));

  // one list for each kind
  expect(calls).toEqual(['list', 'list', 'reportProgress', 'list', 'list']);
  expect(await states()).toBe('active pending pending pending pending');
});

describe('an order that is missing', () => {
  test('in two runs in a row was deleted', async () => {
    const { approvals, order, states, details } = await anOrderOnItsWay();
    const timer = aTimer(approvals);
    await timer.finds(order({ tracker: { prep: at(1) } }));

    await timer.finds();
    const once = await states();
    await timer.finds();

    expect(once).toBe('active pending pending pending pending');
    expect(await states()).toBe('failed pending pending pending pending');
    expect((await details())[0]).toBe('its PizzaOrder was deleted');
  });

  test('in one run, and there in the next, was not', async () => {
    const { approvals, order, states } = await anOrderOnItsWay();
    const timer = aTimer(approvals);
    const begun = order({ tracker: { prep: at(1) } });
    await timer.finds(begun);

    await timer.finds();
    await timer.finds(begun);
    await timer.finds();

    expect(await states()).toBe('active pending pending pending pending');
  });

  test('is only remembered by the first run of a new process', async () => {
    const { approvals, order, states } = await anOrderOnItsWay();
    const before = aTimer(approvals);
    await before.finds(order({ tracker: { prep: at(1) } }));
    await before.finds();

    const after = aTimer(approvals);
    await after.finds();
    const first = await states();
    await after.finds();

    expect(first).toBe('active pending pending pending pending');
    expect(await states()).toBe('failed pending pending pending pending');
  });

  test('a moment after its decision is not yet expected', async () => {
    const { approvals, states } = await anOrderOnItsWay();
    let aheadMs = 0;
    const timer = aTimer(approvals, () => Date.now() + aheadMs);

    await timer.finds();
    await timer.finds();
    const early = await states();
    aheadMs = 180_000;
    await timer.finds();
    await timer.finds();

    expect(early).toBe('pending pending pending pending pending');
    expect(await states()).toBe('failed pending pending pending pending');
  });
});

/** The same approvals; the record of one of them cannot be read. */
function refusing(approvals: Approvals, broken: string, error: Error): FollowedApprovals {
  const { list, reportProgress } = approvals;
  return { list, reportProgress, get: (id) => (id === broken ? Promise.reject(error) : approvals.get(id)) };
}

import { describe, expect, test } from 'vitest';
import { type OrderReport, reportProgress } from '../../src/follow-orders.js';
import type { Orders } from '../../src/orders.js';
import type { PizzaOrderResource } from '../../src/pizza-order-resource.js';

const now = Date.UTC(2026, 0, 2, 12);
const at = (hoursAgo: number): string => new Date(now - hoursAgo * 3_600_000).toISOString();

function anOrder(approvalId: string, tracker: PizzaOrderResource['status']['tracker']): PizzaOrderResource {
  const annotations = {
    'pizza.bilalashraf.xyz/approval-id': approvalId,
    'pizza.bilalashraf.xyz/approval-digest': 'sha256:1',
  };
  const metadata = { name: `pizza-${approvalId}`, uid: approvalId, creationTimestamp: at(72), annotations };
  return { metadata, spec: { placeOrder: true }, status: { tracker } };
}

/** One run over these orders: what was told, a list for each message. */
async function told(list: readonly PizzaOrderResource[]) {
  const messages: (readonly OrderReport[])[] = [];
  const presents: (readonly string[] | null)[] = [];
  const orders: Pick<Orders, 'list' | 'placeDue'> = { list: async () => list, placeDue: async () => undefined };
  const sendReports = async (reports: readonly OrderReport[], present: readonly string[] | null) => {
    messages.push(reports);
    presents.push(present);
  };
  await reportProgress({ orders, sendReports, clock: () => now });
  return { messages, presents };
}

describe('a run of ReportProgress', () => {
  test('reports orders that began, and those delivered within a day', async () => {
    const { messages, presents } = await told([
      anOrder('waiting', {}),
      anOrder('baking', { prep: at(48), bake: at(47) }),
      anOrder('arrived', { prep: at(24), delivered: at(23) }),
      anOrder('eaten', { prep: at(26), delivered: at(25) }),
    ]);

    expect(messages).toEqual([
      [
        {
          approvalId: 'baking',
          digest: 'sha256:1',
          status: { tracker: { prep: at(48), bake: at(47) } },
          placeAt: null,
        },
        {
          approvalId: 'arrived',
          digest: 'sha256:1',
          status: { tracker: { prep: at(24), delivered: at(23) } },
          placeAt: null,
        },
      ],
    ]);
    expect(presents).toEqual([['waiting', 'baking', 'arrived', 'eaten']]);
  });

  test('sends many orders in several messages', async () => {
    const many = Array.from({ length: 401 }, (_, index) => anOrder(`a${index}`, { prep: at(1) }));

    const { messages, presents } = await told(many);

    expect(messages.map(({ length }) => length)).toEqual([200, 200, 1]);
    expect(presents).toEqual([null, null, many.map(({ metadata }) => metadata.uid)]);
    expect(messages.flat().map(({ approvalId }) => approvalId)).toEqual(many.map(({ metadata }) => metadata.uid));
  });

  test('ignores orders without an approval', async () => {
    const { metadata, ...rest } = anOrder('any', { prep: at(1) });

    const { messages, presents } = await told([{ metadata: { ...metadata, annotations: {} }, ...rest }]);

    expect([messages, presents]).toEqual([[[]], [[]]]);
  });

  test('does not list the existing orders if there are too many', async () => {
    const many = Array.from({ length: 2_001 }, (_, index) => anOrder(`a${index}`, {}));

    expect((await told(many)).presents).toEqual([null]);
  });
});

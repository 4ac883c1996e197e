import { app } from '@azure/functions';
import { type Decision, webhook } from '@k8s-pizza/slack-approval';
import { decisionHandler } from '@k8s-pizza/slack-approval-azure-functions';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startHost } from './functions-host.js';

const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

const decision: Decision<unknown> = {
  approvalId: `a${'b'.repeat(25)}`,
  kind: 'pizza-order',
  key: null,
  outcome: 'approved',
  choice: null,
  revision: 1,
  payload: { size: 'large', note: 'Käse 🍕' },
  original: null,
  shown: true,
  digest: `sha256:${'0'.repeat(64)}`,
  seen: { salt: '0'.repeat(32), content: { title: 'Order pizza?' }, policy: { quorum: { approve: 1, reject: 1 } } },
  decidedBy: [{ userId: 'U0ALICE', teamId: 'T0PIZZA', enterpriseId: null }],
  reason: null,
  onBehalfOf: null,
  askedAt: 1_767_261_600_000,
  decidedAt: 1_767_261_660_000,
  deliverBy: 1_767_533_820_000,
  votes: [],
  requester: 'alertmanager',
  historyHead: { seq: 2, hash: 'h' },
};

const ignore = () => undefined;
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Delivers as the library does, to a function app over HTTP. */
async function delivered(handler: (given: Decision<unknown>) => Promise<void>, signedWith = secret) {
  const host = await startHost(() =>
    app.http('decisions', {
      methods: ['POST'],
      authLevel: 'anonymous',
      route: 'slack',
      handler: decisionHandler({ secrets: secret, handler, logger: silent }),
    }),
  );
  onTestFinished(host.close);
  const timestamp = new Date().toISOString();
  const body = JSON.stringify({ type: 'approval.approved', timestamp, data: decision });
  const context = { deliveryId: 'a-delivery', attempt: 1, signal: new AbortController().signal };
  return webhook(host.url, { secret: signedWith }).deliver({ decision, body, context, headers: {} });
}

describe('a decision that is delivered to a function', () => {
  test('reaches its handler whole', async () => {
    const given: unknown[] = [];

    const outcome = await delivered(async (one) => void given.push(one));

    expect(outcome).toEqual({ type: 'delivered' });
    expect(given).toEqual([decision]);
  });

  test('is sent again where the handler fails', async () => {
    expect(await delivered(() => Promise.reject(new Error('not now')))).toMatchObject({ type: 'retry' });
  });

  test('is refused where another secret signed it', async () => {
    const given: unknown[] = [];

    const outcome = await delivered(async (one) => void given.push(one), `whsec_${btoa('x'.repeat(32))}`);

    expect(outcome.type).not.toBe('delivered');
    expect(given).toEqual([]);
  });
});

test('a secret that is missing is told when the app starts', () => {
  const create = () => decisionHandler({ secrets: undefined, handler: async () => undefined });

  expect(create).toThrow(expect.objectContaining({ code: 'invalid_webhook_secret' }));
});

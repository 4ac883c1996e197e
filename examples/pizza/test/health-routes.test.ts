import { type Approvals, createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import { expect, test } from 'vitest';
import { healthRoutes } from '../src/operations/health-routes.js';

type Health = Pick<Approvals, 'get' | 'health'>;

const request = { method: 'GET', header: () => null, body: new Uint8Array() };

async function ready(approvals: Health, isEnding = () => false) {
  const routes = healthRoutes({ approvals, isEnding, storeAnswersWithinMs: 20 });
  const ask = async () => (await routes.find(({ path }) => path === '/readyz')?.answer(request))?.status;
  return { ask };
}

test('a process that ends sends new requests elsewhere', async () => {
  let isEnding = false;
  const { ask } = await ready(createApprovals({ store: memoryStore() }), () => isEnding);
  const before = await ask();
  isEnding = true;

  expect([before, await ask()]).toEqual([200, 503]);
});

test.each([
  ['fails', () => Promise.reject(new Error('gone'))],
  ['does not answer', () => new Promise<never>(() => undefined)],
])('a store that %s after a good start is not ready, and comes back', async (_, get) => {
  let isBroken = false;
  const approvals = createApprovals({ store: memoryStore() });
  const health: Health = {
    health: () => approvals.health(),
    get: (id) => (isBroken ? get() : approvals.get(id)),
  };
  const { ask } = await ready(health);
  const answers = [await ask()];
  isBroken = true;
  answers.push(await ask());
  isBroken = false;
  answers.push(await ask());

  expect(answers).toEqual([200, 503, 200]);
});

test('Slack is asked until it has accepted the token, and not again', async () => {
  const answers = [
    { ok: false, problems: ['Slack cannot be reached.'] },
    { ok: true, problems: [] },
    { ok: false, problems: ['Slack cannot be reached.'] },
  ];
  let asked = 0;
  const health: Health = { get: async () => null, health: async () => answers[asked++] ?? { ok: false, problems: [] } };
  const { ask } = await ready(health);

  expect([await ask(), await ask(), await ask()]).toEqual([503, 200, 200]);
  expect(asked).toBe(2);
});

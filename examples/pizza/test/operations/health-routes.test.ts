import { type Approvals, createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { expect, test } from 'vitest';
import { healthRoutes } from '../../src/operations.js';

type Health = Pick<Approvals, 'health'>;

const request = { method: 'GET', header: () => null, body: new Uint8Array() };

async function ready(approvals: Health, isEnding = () => false) {
  const routes = healthRoutes({ approvals, isEnding, storeTimeoutMs: 500 });
  const ask = async () => (await routes.find(({ path }) => path === '/readyz')?.answer(request))?.status;
  return { ask };
}

test('a process that is ending is not ready', async () => {
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
  const base = memoryStore();
  const store: ApprovalStore = { ...base, get: (id) => (isBroken ? get() : base.get(id)) };
  const { ask } = await ready(createApprovals({ store }));
  const answers = [await ask()];
  isBroken = true;
  answers.push(await ask());
  isBroken = false;
  answers.push(await ask());

  expect(answers).toEqual([200, 503, 200]);
});

test('Slack must accept the token once; a token revoked later does not make a replica unready', async () => {
  const refused = { ok: true, problems: ['Slack does not accept this app.'] };
  const answers = [refused, { ok: true, problems: [] }, refused];
  let asked = 0;
  const { ask } = await ready({ health: async () => answers[asked++] ?? refused });

  expect([await ask(), await ask(), await ask()]).toEqual([503, 200, 200]);
});

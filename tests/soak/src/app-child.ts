// One of the processes that serve clicks.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createApprovals, isSlackApprovalError, user, webhook } from '@k8s-pizza/slack-approval';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import { orderKind, type Payload } from 'test-processes/app/order-kind';
import { serveApprovals } from 'test-processes/app/serve-approvals';
import { obeyOrders } from 'test-processes/obey-orders';
import { receiverSecret } from 'test-processes/receiver';
import { type AppOrders, alice, bob, channelIds, type Settings } from './settings.js';

const probe: Omit<Row, 'id'> = {
  version: 0,
  queue: 'probe',
  status: 'pending',
  requesterId: null,
  askedAt: 0,
  dueAt: null,
  leaseToken: null,
  leaseUntil: null,
  claimCount: 0,
  attention: null,
  body: '{}',
};
const silent = () => undefined;
const loop = monitorEventLoopDelay({ resolution: 5 });
loop.enable();

function createApp({ path, apiUrl, botToken: token, signingSecret, receiverUrl }: Settings) {
  const store = sqliteStore(path);
  const logger = { debug: silent, info: silent, warn: silent, error: silent };
  const approvals = createApprovals({ slack: { token, signingSecret, apiUrl }, store, logger });
  const kind = approvals.define<Payload, Payload>('soak', {
    ...orderKind,
    channel: ({ order }) => channelIds[Number(order) % channelIds.length] ?? '',
    approvers: [user(alice), user(bob)],
    expiresIn: '1h',
    onDecision: webhook(receiverUrl, { secret: receiverSecret }),
  });
  approvals.start({ pollEvery: '200ms' });
  return { approvals, kind, store };
}

let app: ReturnType<typeof createApp> | null = null;
let puts = 0;
const begun = () => {
  if (app === null) throw new Error('this process was not told to begin');
  return app;
};

await obeyOrders<AppOrders>({
  async begin(settings) {
    app = createApp(settings);
    const url = await serveApprovals(app.approvals);
    loop.reset();
    return { url };
  },
  ask: async (order) => (await begun().kind.ask({ order }, { key: order, requester: 'alertmanager' })).approval,
  health: async () => ({ ok: (await begun().approvals.health()).ok }),
  async put() {
    puts += 1;
    const row = { ...probe, id: `probe-${process.pid}-${puts}` };
    return await begun()
      .store.put(row, 0)
      .catch((error: unknown) => (isSlackApprovalError(error) ? error.code : String(error)));
  },
  lag() {
    const heldMs = loop.max / 1e6;
    loop.reset();
    return heldMs;
  },
});

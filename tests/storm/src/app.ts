import { type Approvals, createApprovals, type Kind, memoryStore, user, webhook } from '@k8s-pizza/slack-approval';
import { orderKind, type Payload } from 'test-processes/app/order-kind';
import { receiverSecret } from 'test-processes/receiver';
import { openStore } from 'test-processes/store/open-store';
import { type CallCounts, countingStore } from './counting-store.js';
import { type Settings, slackApp } from './settings.js';

/** Each of them votes once on each question that is clicked. */
export const voters = Array.from({ length: 90 }, (_, index) => `U0VOTER${index}`);
const clickKind = 'clicked';

export interface StormApp {
  readonly approvals: Approvals;
  /** What comes by the thousand. */
  readonly storm: Kind<Payload, Payload>;
  /** What people click meanwhile: it takes all their votes to decide it. */
  readonly clicked: Kind<Payload, Payload>;
  /** Calls of the store for all but what is clicked. */
  takeCallCounts(): CallCounts;
}

export async function createStormApp(settings: Settings, clock: () => number): Promise<StormApp> {
  const opened = settings.store.type === 'memory' ? memoryStore() : await openStore(settings.store);
  const clickedIds = new Set<string>();
  const { store, take } = countingStore(opened, ({ queue, id }) =>
    queue === undefined ? id === undefined || !clickedIds.has(id) : !queue.endsWith(`/${clickKind}`),
  );
  const silent = () => undefined;
  const approvals = createApprovals({
    slack: { ...slackApp, apiUrl: settings.apiUrl },
    store,
    clock,
    logger: { debug: silent, info: silent, warn: silent, error: silent },
  });
  const sink =
    settings.receiverUrl === null ? async () => undefined : webhook(settings.receiverUrl, { secret: receiverSecret });
  const options = { ...orderKind, card, channel: 'C0STORM', expiresIn: '24h', onDecision: sink } as const;
  const storm = approvals.define<Payload, Payload>('storm', {
    ...options,
    approvers: [user('U0ALICE'), user('U0BOB')],
  });
  const quorum = { approve: voters.length };
  const clicked = approvals.define<Payload, Payload>(clickKind, { ...options, approvers: voters.map(user), quorum });
  approvals.on('asked', ({ approval }) => void (approval.kind === clickKind && clickedIds.add(approval.id)));
  return { approvals, storm, clicked, takeCallCounts: take };
}

/** About as much as an alert says. */
const card = ({ order }: Payload) => ({
  title: 'Restart the crashing pod?',
  fields: { Alert: 'KubePodCrashLooping', Severity: 'warning', Namespace: 'orders', Pod: `api-${order}` },
});

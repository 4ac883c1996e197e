import { createApprovals, type KindOptions, type Logger, user, usergroup, webhook } from '@k8s-pizza/slack-approval';
import type { Holds } from 'test-processes/holds';
import { openStore } from 'test-processes/open-store';
import { type App, orderKind, type Payload } from 'test-processes/order-kind';
import { storeWithStops } from 'test-processes/store-with-stops';
import { type KindName, kinds, receiverSecret, type Settings } from './settings.js';

const common: Omit<KindOptions<Payload, Payload>, 'sink'> = {
  ...orderKind,
  channel: 'C0PIZZA',
  approvers: [user('U0ALICE'), user('U0BOB')],
};

const differences: Readonly<Record<KindName, Partial<typeof common>>> = {
  one: {},
  two: { quorum: { approve: 2 } },
  group: { approvers: [usergroup('S0ONCALL')] },
  form: { reason: { approve: 'none', reject: 'required' } },
};

/** Only its clock and the wrapper around its store belong to the test. */
export async function createApp(
  settings: Settings,
  holds: Holds,
  clock: () => number,
  logger: Logger,
): Promise<App<KindName>> {
  const { apiUrl, botToken: token, signingSecret, receiverUrl } = settings;
  const store = storeWithStops(await openStore(settings.store), holds);
  const approvals = createApprovals({ slack: { token, signingSecret, apiUrl }, store, clock, logger });
  const sink = webhook(receiverUrl, { secret: receiverSecret });
  const defined = kinds.map((name) => [name, approvals.define(name, { ...common, ...differences[name], sink })]);
  // as: one entry for each name
  return { approvals, kinds: Object.fromEntries(defined) as App<KindName>['kinds'] };
}

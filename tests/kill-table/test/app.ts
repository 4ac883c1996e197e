import {
  type Approvals,
  createApprovals,
  type Kind,
  type KindOptions,
  type Logger,
  user,
  usergroup,
  webhook,
} from '@k8s-pizza/slack-approval';
import type { Holds } from 'test-processes/holds';
import { openStore } from 'test-processes/open-store';
import { storeWithStops } from 'test-processes/store-with-stops';
import { type KindName, kinds, receiverSecret, type Settings } from './settings.js';

type Payload = { readonly order: string };

/** An app as a user would build it: a store, Slack, a signed webhook. Only its clock and the wrapper around its store belong to the test. */
export interface App {
  readonly approvals: Approvals;
  readonly kinds: Readonly<Record<KindName, Kind<Payload, Payload>>>;
}

const common: Omit<KindOptions<Payload, Payload>, 'sink'> = {
  schema: { '~standard': { version: 1, vendor: 'test', validate: readPayload } },
  card: ({ order }) => ({ title: 'Order pizza?', fields: { Order: order } }),
  channel: 'C0PIZZA',
  approvers: [user('U0ALICE'), user('U0BOB')],
  reason: { approve: 'none', reject: 'none' },
};

const differences: Readonly<Record<KindName, Partial<typeof common>>> = {
  one: {},
  two: { quorum: { approve: 2 } },
  group: { approvers: [usergroup('S0ONCALL')] },
  form: { reason: { approve: 'none', reject: 'required' } },
};

function readPayload(
  value: unknown,
): { readonly value: Payload } | { readonly issues: readonly { message: string }[] } {
  if (typeof value === 'object' && value !== null && 'order' in value && typeof value.order === 'string')
    return { value: { order: value.order } };
  return { issues: [{ message: 'no order' }] };
}

export async function createApp(settings: Settings, holds: Holds, clock: () => number, logger: Logger): Promise<App> {
  const { apiUrl, botToken: token, signingSecret, receiverUrl } = settings;
  const store = storeWithStops(await openStore(settings.store), holds);
  const approvals = createApprovals({ slack: { token, signingSecret, apiUrl }, store, clock, logger });
  const sink = webhook(receiverUrl, { secret: receiverSecret });
  const defined = kinds.map((name) => [name, approvals.define(name, { ...common, ...differences[name], sink })]);
  // as: one entry for each name
  return { approvals, kinds: Object.fromEntries(defined) as App['kinds'] };
}

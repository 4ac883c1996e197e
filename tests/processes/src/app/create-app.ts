import {
  type Approvals,
  createApprovals,
  type DecisionSink,
  type Guarded,
  type Kind,
  type KindOptions,
  type Logger,
  user,
  webhook,
} from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import type { Holds } from '../holds.js';
import { receiverSecret } from '../receiver.js';
import { openStore } from '../store/open-store.js';
import type { StoreSettings } from '../store/store-settings.js';
import { storeWithStops } from '../store/store-with-stops.js';
import { orderKind, type Payload } from './order-kind.js';

/** What a process needs to know before it can begin. */
export interface AppSettings {
  readonly store: StoreSettings;
  readonly now: number;
  readonly apiUrl: string;
  readonly botToken: string;
  readonly signingSecret: string;
  readonly receiverUrl: string;
}

/** What a test puts around an app: its clock, its log, and the places at which it can be stopped. */
export interface AppSurroundings {
  readonly holds: Pick<Holds, 'pass'>;
  readonly clock: () => number;
  readonly logger: Logger;
}

/** An app as a user would build it, with kinds of these names. */
export interface App<KindName extends string> {
  readonly approvals: Approvals;
  readonly kinds: Readonly<Record<KindName, Kind<Payload, Payload>>>;
  /** Calls a guarded function that carries the order out at the receiver. */
  readonly carryOut: Guarded<Payload, Payload, { readonly carriedOut: string }>;
}

/** What tells one kind of an app from the others. */
export type OrderKindOptions = Pick<KindOptions<Payload>, 'channel' | 'approvers'> & Partial<KindOptions<Payload>>;

interface AppOptions<KindName extends string> {
  readonly kinds: Readonly<Record<KindName, OrderKindOptions>>;
  /** Changes the store, inside of the places at which it can be stopped. */
  readonly wrapStore?: (store: ApprovalStore) => ApprovalStore;
  /** Goes with every delivery. */
  readonly deliveryHeaders?: Readonly<Record<string, string>>;
}

/** Creates an app that sends its decisions to the receiver. */
export async function createApp<KindName extends string>(
  { apiUrl, botToken: token, signingSecret, receiverUrl, store: place }: AppSettings,
  { holds, clock, logger }: AppSurroundings,
  { kinds, wrapStore = (store) => store, deliveryHeaders = {} }: AppOptions<KindName>,
): Promise<App<KindName>> {
  const store = storeWithStops(wrapStore(await openStore(place)), holds);
  const approvals = createApprovals({ slack: { token, signingSecret, apiUrl }, store, clock, logger });
  const sink = webhook(receiverUrl, { secret: receiverSecret, headers: deliveryHeaders });
  const defined = Object.entries<OrderKindOptions>(kinds).map(([name, options]) => [
    name,
    approvals.define<Payload, Payload>(name, { ...orderKind, onDecision: sink, ...options }),
  ]);
  // as: one entry for each name
  return {
    approvals,
    kinds: Object.fromEntries(defined) as App<KindName>['kinds'],
    carryOut: guardOf(approvals, sink),
  };
}

/** Its function sends the decision to the receiver, which applies each id once. */
function guardOf(approvals: Approvals, sink: DecisionSink): App<string>['carryOut'] {
  const options = { channel: 'C0PIZZA', approvers: [user('U0ALICE')], title: 'Carry the order out?' };
  return approvals.guard('carry-out', options, async (_: Payload, { decision, ...context }) => {
    const timestamp = new Date(decision.decidedAt).toISOString();
    const body = JSON.stringify({ type: 'approval.approved', timestamp, data: decision });
    const outcome = await sink.deliver({ decision, body, context, headers: {} });
    if (outcome.type !== 'delivered') throw new Error(outcome.reason);
    return { carriedOut: decision.approvalId };
  });
}

import {
  type Approvals,
  type Choice,
  type CommonOptions,
  createApprovals,
  type Delivery,
  type Kind,
  user,
  usergroup,
} from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { z } from 'zod';
import { type Deferred, deferred } from '../world/deferred.js';
import { signingSecret } from './click.js';
import type { SlackDouble } from './slack-double.js';

interface Order {
  readonly size: string;
}

/** One process of a deployment. Killed, it does nothing more: whatever it waits for never comes. */
export interface Replica {
  readonly approvals: Approvals;
  /** The kind of a question under this key: those under `b` have choices, and two stages decide those under `c`. */
  kindOf(key: string): Kind<Order, Order>;
  /** Its size can be edited before it is approved. */
  readonly editable: Kind<Order, Order>;
  kill(): void;
  /** It stands still between two of its steps, as a process does that is given no processor, until it is resumed. */
  pause(): void;
  resume(): void;
}

export interface Surroundings {
  readonly store: ApprovalStore;
  readonly slack: SlackDouble;
  readonly clock: () => number;
  /** Lets the scheduler decide who goes on. */
  readonly turn: () => Promise<void>;
  readonly onDelivery: (delivery: Delivery) => void;
}

const choices: readonly Choice[] = [
  { id: 'now', label: 'Now', answer: 'approve' },
  { id: 'later', label: 'Later', answer: 'approve' },
  { id: 'no', label: 'No', answer: 'reject' },
];

const forever = (): Promise<never> => new Promise(() => undefined);

export function startReplica({ store, slack, clock, turn, onDelivery }: Surroundings): Replica {
  let isDead = false;
  let paused: Deferred<void> | null = null;
  const step = async (): Promise<void> => {
    if (isDead) await forever();
    await turn();
    await paused?.promise;
    if (isDead) await forever();
  };
  const around = <Arguments extends readonly unknown[], Result>(method: (...given: Arguments) => Promise<Result>) => {
    return async (...given: Arguments): Promise<Result> => {
      await step();
      const result = await method(...given);
      await step();
      return result;
    };
  };
  const mortal: ApprovalStore = {
    get: around(store.get),
    put: around(store.put),
    claimDue: around(store.claimDue),
    list: around(store.list),
    close: store.close,
  };
  const quiet = (): void => undefined;
  const approvals = createApprovals({
    store: mortal,
    clock,
    slack: { token: 'xoxb-model', signingSecret, transport: slack.transport(step) },
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  const common: CommonOptions<Order> & { readonly schema: z.ZodType<Order, Order> } = {
    schema: z.object({ size: z.string() }),
    channel: 'C0PIZZA',
    card: ({ size }) => ({ title: 'Order pizza?', fields: { Size: size } }),
    reason: { reject: 'none' },
    expiresIn: '30m',
    remindEvery: '10m',
    onDecision: {
      async deliver(delivery) {
        await step();
        const { weather } = slack;
        if (weather === 'fine' || weather === 'lost_answer') onDelivery(delivery);
        await step();
        if (weather === 'refused') return { type: 'rejected', reason: weather };
        return weather === 'fine' ? { type: 'delivered' } : { type: 'retry', afterMs: null, reason: weather };
      },
    },
  };
  const onCall = [usergroup('S0ONCALL')];
  const inputs = { size: { type: 'text', label: 'Size' } } as const;
  const plain = approvals.define('pizza-order', { ...common, approvers: onCall });
  const choosing = approvals.define('pizza-choice', { ...common, approvers: onCall, quorum: { approve: 2 }, choices });
  const editable = approvals.define('edited-order', { ...common, approvers: onCall, inputs });
  const staged = approvals.define('staged-order', {
    ...common,
    stages: ({ size }) => [
      { name: 'first', approvers: onCall, expiresIn: '20m' },
      { name: 'second', approvers: [user('U0ALICE'), user('U0BOB')], channel: size === 'large' ? 'C0OPS' : 'C0PIZZA' },
    ],
    vetoers: onCall,
    choices,
    inputs,
  });
  const kinds: Readonly<Record<string, Kind<Order, Order>>> = { b: choosing, c: staged };
  return {
    approvals,
    editable,
    kindOf: (key) => kinds[key] ?? plain,
    kill: () => {
      isDead = true;
    },
    pause: () => {
      paused ??= deferred();
    },
    resume: () => {
      paused?.resolve();
      paused = null;
    },
  };
}

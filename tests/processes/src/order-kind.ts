import type { Approvals, Kind, KindOptions } from '@k8s-pizza/slack-approval';

/** What approvals in a process are about: enough to tell them apart. */
export type Payload = { readonly order: string };

/** An app as a user would build it, with kinds of these names. */
export interface App<KindName extends string> {
  readonly approvals: Approvals;
  readonly kinds: Readonly<Record<KindName, Kind<Payload, Payload>>>;
}

/** What all its kinds have in common. */
export const orderKind = {
  schema: {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) =>
        typeof value === 'object' && value !== null && 'order' in value && typeof value.order === 'string'
          ? { value: { order: value.order } }
          : { issues: [{ message: 'no order' }] },
    },
  },
  card: ({ order }) => ({ title: 'Order pizza?', fields: { Order: order } }),
  reason: { approve: 'none', reject: 'none' },
} satisfies Partial<KindOptions<Payload, Payload>>;

import type { KindOptions } from '@k8s-pizza/slack-approval';
import type { StandardSchemaV1 } from '@standard-schema/spec';

/** The payload of every approval here: enough to tell one from another. */
export type Payload = { readonly order: string };

/** What all kinds of an app have in common. */
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
} satisfies Partial<KindOptions<Payload>> & { readonly schema: StandardSchemaV1<Payload> };

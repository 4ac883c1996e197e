import { z } from 'zod';

/** The stages of the tracker, in order, as `status.tracker` names them. */
export const trackerStages = ['prep', 'bake', 'qualityCheck', 'outForDelivery', 'delivered'] as const;
export type TrackerStage = (typeof trackerStages)[number];

const instant = z.iso.datetime({ offset: true });

/** `status` of a PizzaOrder, before the controller has seen it none. A stage of the tracker is absent until it begins. */
export const pizzaStatus = z
  .object({
    orderID: z.string().optional(),
    price: z.string().optional(),
    placed: z.boolean().optional(),
    delivered: z.boolean().optional(),
    store: z.object({ id: z.string().optional(), address: z.string().optional() }).optional(),
    tracker: z.partialRecord(z.enum(trackerStages), instant).default({}),
  })
  .default({ tracker: {} });
export type PizzaStatus = z.infer<typeof pizzaStatus>;

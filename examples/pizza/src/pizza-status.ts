import { z } from 'zod';

/** The stages of the tracker, in order, as `status.tracker` names them. */
export const trackerStages = ['prep', 'bake', 'qualityCheck', 'outForDelivery', 'delivered'] as const;
export type TrackerStage = (typeof trackerStages)[number];
export type Tracker = { readonly [Stage in TrackerStage]?: string };

const instant = z.iso.datetime({ offset: true });
const mostCharacters = 200;
const text = z
  .string()
  .transform((given) => given.slice(0, mostCharacters))
  .optional()
  .catch(undefined);

/**
 * `status` of a PizzaOrder, before the controller has seen it none. A stage of the tracker is absent until it begins.
 *
 * Who may write it is somebody else's affair, and so is its size: a field of another form is absent, and a stage that is not known is left
 * out, since one order that cannot be read would hide all others of its list.
 */
export const pizzaStatus = z
  .object({
    orderID: text,
    price: text,
    placed: z.boolean().optional().catch(undefined),
    tracker: z.record(z.string(), z.unknown()).catch({}).transform(trackerOf),
  })
  .catch({ tracker: {} });
export type PizzaStatus = z.infer<typeof pizzaStatus>;

function trackerOf(given: Readonly<Record<string, unknown>>): Tracker {
  const begun = trackerStages.flatMap((stage) => {
    const read = instant.safeParse(given[stage]);
    return read.success ? [[stage, read.data] as const] : [];
  });
  return Object.fromEntries(begun);
}

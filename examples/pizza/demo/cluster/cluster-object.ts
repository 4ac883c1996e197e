import { z } from 'zod';
import { isPlainObject } from '../../src/pizza-order-resource.js';

const texts = z.record(z.string(), z.string());

/** An object as a client sends it. Any other field is allowed. */
export const sentObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string().optional(),
    generateName: z.string().optional(),
    namespace: z.string().optional(),
    resourceVersion: z.string().optional(),
    labels: texts.optional(),
    annotations: texts.optional(),
  }),
  spec: z.unknown().optional(),
  status: z.unknown().optional(),
});
export type SentObject = z.infer<typeof sentObject>;

/** An object as the server stores it. */
export const clusterObject = sentObject.extend({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
    generation: z.number(),
    creationTimestamp: z.string(),
    labels: texts.optional(),
    annotations: texts.optional(),
  }),
});
export type ClusterObject = z.infer<typeof clusterObject>;

/** Follows a path of plain names, such as `status.tracker.prep`. Returns null if nothing is there. */
export function valueAt(object: unknown, path: string): unknown {
  const steps = path.split('.');
  return steps.reduce<unknown>((value, step) => (isPlainObject(value) ? value[step] : undefined), object) ?? null;
}

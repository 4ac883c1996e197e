import { z } from 'zod';

const texts = z.record(z.string(), z.string());

/** An object as a client sends it: any field may be there, and those the server reads have the right type. */
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

/** An object as the server keeps it. */
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

import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const definition = z.object({
  kind: z.literal('CustomResourceDefinition'),
  spec: z.object({
    group: z.string(),
    scope: z.literal('Namespaced'),
    names: z.object({
      kind: z.string(),
      listKind: z.string(),
      plural: z.string(),
      singular: z.string(),
      shortNames: z.array(z.string()).default([]),
    }),
    versions: z.tuple([
      z.object({
        name: z.string(),
        additionalPrinterColumns: z
          .array(z.object({ name: z.string(), type: z.string(), jsonPath: z.string() }))
          .default([]),
        schema: z.object({ openAPIV3Schema: z.record(z.string(), z.unknown()) }),
      }),
    ]),
  }),
});

/** What the API server needs to know about a kind of object. */
export interface ResourceKind {
  /** Empty for kinds that are part of Kubernetes itself, such as events. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly columns: readonly { readonly name: string; readonly type: string; readonly jsonPath: string }[];
  readonly schema: Readonly<Record<string, unknown>>;
  /** Whether the kind has the subresource `…/status`. */
  readonly hasStatus: boolean;
  /** The fields that a field selector may name in addition to `metadata.name` and `metadata.namespace`. */
  readonly selectableFields: readonly string[];
}

/** Reads a namespaced CustomResourceDefinition with one version. */
export async function readDefinition(file: URL): Promise<ResourceKind> {
  const { spec } = definition.parse(JSON.parse(await readFile(file, 'utf8')));
  const [{ name, additionalPrinterColumns, schema }] = spec.versions;
  return {
    ...spec.names,
    group: spec.group,
    version: name,
    columns: [{ name: 'Name', type: 'string', jsonPath: '.metadata.name' }, ...additionalPrinterColumns],
    schema: schema.openAPIV3Schema,
    hasStatus: true,
    selectableFields: [],
  };
}

export function apiVersionOf({ group, version }: ResourceKind): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The path under which a kind is served: `/api/v1` or `/apis/<group>/<version>`. */
export function basePathOf(resource: ResourceKind): string {
  return `${resource.group === '' ? '/api' : '/apis'}/${apiVersionOf(resource)}`;
}

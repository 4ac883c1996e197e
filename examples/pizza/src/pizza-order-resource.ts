// A PizzaOrder in Kubernetes: its name, labels, annotations, Event and schema.

import type { Decision } from '@k8s-pizza/slack-approval';
import type { CoreV1Event } from '@kubernetes/client-node';
import { Ajv, type ErrorObject } from 'ajv';
import { z } from 'zod';
import definition from '../data/pizzaorders-crd.json' with { type: 'json' };
import { type AnyOrder, nextShift, pizzaStatus } from './pizza-order.js';

/** Where PizzaOrders are in the Kubernetes API. */
export const pizzaOrders = { group: 'pizza.bilalashraf.xyz', version: 'v1', plural: 'pizzaorders' } as const;

const apiVersion = `${pizzaOrders.group}/${pizzaOrders.version}`;
const kind = 'PizzaOrder';

const creatorLabel = { key: 'app.kubernetes.io/created-by', value: 'k8s-pizza-observability' } as const;
/** The label of every order that this example creates. */
export const createdBy = { ...creatorLabel, selector: `${creatorLabel.key}=${creatorLabel.value}` } as const;

const annotation = {
  approval: `${pizzaOrders.group}/approval-id`,
  digest: `${pizzaOrders.group}/approval-digest`,
  historyHead: `${pizzaOrders.group}/approval-history-head`,
  approvedBy: `${pizzaOrders.group}/approved-by`,
  maxPrice: `${pizzaOrders.group}/max-price`,
  choice: `${pizzaOrders.group}/choice`,
  placeAt: `${pizzaOrders.group}/place-at`,
} as const;

/** A PizzaOrder as the API returns it, reduced to the fields this example reads. */
export const pizzaOrderResource = z.object({
  metadata: z.object({
    name: z.string(),
    uid: z.string(),
    resourceVersion: z.string().optional(),
    /** RFC 3339, in whole seconds. */
    creationTimestamp: z.string().default(''),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.object({ placeOrder: z.boolean() }),
  status: pizzaStatus,
});
export type PizzaOrderResource = z.infer<typeof pizzaOrderResource>;

/**
 * The name of an approval's order. Every process computes the same name, so a second create conflicts with the first.
 */
export function resourceName(approvalId: string): string {
  return `pizza-${approvalId}`;
}

/**
 * Converts an approval to its PizzaOrder. The annotations name the decision, so that the two can be compared later. An
 * order for the next shift is not placed yet, and an annotation says when it will be.
 */
export function toResource(decision: Decision<unknown>, payload: AnyOrder) {
  const { alert, pizzas = 1, size, maxPrice, shiftStarts, test } = payload;
  const { toppings, ...order } = payload.order;
  const { choice, decidedAt } = decision;
  const isTest = test === true;
  const placeAt = choice === nextShift && !isTest ? nextShiftStart(decidedAt, shiftStarts) : null;
  return {
    apiVersion,
    kind,
    metadata: {
      name: resourceName(decision.approvalId),
      labels: {
        [createdBy.key]: createdBy.value,
        ...(alert === undefined
          ? {}
          : { 'alert-name': toLabelValue(alert.name), 'alert-timestamp': toLabelValue(alert.since) }),
      },
      annotations: {
        [annotation.approval]: decision.approvalId,
        [annotation.digest]: decision.digest,
        [annotation.historyHead]: `${decision.historyHead.seq}:${decision.historyHead.hash}`,
        [annotation.approvedBy]: decision.decidedBy.map(({ userId }) => userId).join(','),
        [annotation.maxPrice]: maxPrice,
        ...(choice === null ? {} : { [annotation.choice]: choice }),
        ...(placeAt === null ? {} : { [annotation.placeAt]: new Date(placeAt).toISOString() }),
      },
    },
    spec: {
      placeOrder: !isTest && placeAt === null,
      ...order,
      pizzas: Array.from({ length: pizzas }, () => ({ size, toppings })),
    },
  };
}

const dayMs = 86_400_000;

/** When the next shift starts. A shift that starts at `now` is not the next one. */
export function nextShiftStart(now: number, starts: readonly string[]): number {
  const midnight = Math.floor(now / dayMs) * dayMs;
  const candidates = starts.map((start) => {
    const [hours = 0, minutes = 0] = start.split(':').map(Number);
    const today = midnight + (hours * 60 + minutes) * 60_000;
    return today > now ? today : today + dayMs;
  });
  return Math.min(...candidates);
}

/** When an order is to be placed, in RFC 3339. Null: it is placed already, or never. */
export function placeAtOf({ metadata, spec }: PizzaOrderResource): string | null {
  const { [annotation.placeAt]: at = '' } = metadata.annotations;
  return spec.placeOrder || Number.isNaN(Date.parse(at)) ? null : at;
}

/**
 * The merge patch that places an order. It takes the time out, so that an order is placed once, and fails with a
 * conflict if the order has changed since it was read.
 */
export function placement({ metadata: { resourceVersion } }: PizzaOrderResource) {
  return { metadata: { resourceVersion, annotations: { [annotation.placeAt]: null } }, spec: { placeOrder: true } };
}

/** The approval that a resource names in its annotations, or null if it names none. */
export function approvalOf({ metadata }: PizzaOrderResource): { readonly id: string; readonly digest: string } | null {
  const { [annotation.approval]: id, [annotation.digest]: digest } = metadata.annotations;
  return id === undefined || digest === undefined ? null : { id, digest };
}

// Source: kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
const maxLabelCharacters = 63;

/** Makes any text a valid label value: forbidden characters become `-`, and the end is cut off. */
function toLabelValue(text: string): string {
  const allowed = text.replaceAll(/[^A-Za-z0-9._-]/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  return allowed.slice(0, maxLabelCharacters).replace(/[^A-Za-z0-9]+$/, '');
}

const component = 'slack-approval';

/**
 * The Kubernetes Event on a PizzaOrder that says who approved it, for `kubectl describe`. It is named after the order,
 * so a repeat conflicts with the first.
 */
export function approvalEvent(
  decision: Decision<unknown>,
  { metadata }: PizzaOrderResource,
  namespace: string,
): CoreV1Event {
  const { name, uid } = metadata;
  const at = new Date(decision.decidedAt);
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.approved`, namespace },
    involvedObject: { apiVersion, kind, name, namespace, uid },
    type: 'Normal',
    reason: 'Approved',
    message: `Approved by ${whoDecided(decision)}, approval ${decision.approvalId}, digest ${decision.digest}`,
    source: { component },
    reportingComponent: component,
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1,
  };
}

/** An Event's message holds 1,024 characters, so only the first people are named. */
const maxPeopleNamed = 10;

function whoDecided({ decidedBy }: Decision<unknown>): string {
  if (decidedBy.length === 0) return 'nobody (its time ran out)';
  const named = decidedBy.slice(0, maxPeopleNamed).map(({ userId }) => userId);
  const more = decidedBy.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Checks a PizzaOrder against the CRD in `data/` before it is sent: a cluster with this CRD would refuse it. */
export function createOrderCheck(): (order: object) => Checked {
  const [version] = definition.spec.versions;
  if (version === undefined) throw new Error('data/pizzaorders-crd.json must define a version, got none.');
  return createSchemaCheck(version.schema.openAPIV3Schema);
}

/** Why the schema does not accept a field, in the words of the Kubernetes API. */
export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

export interface Checked {
  /** The value with the schema's defaults, without unknown fields. */
  readonly pruned: unknown;
  /** The paths of the unknown fields. */
  readonly unknownFields: readonly string[];
  readonly causes: readonly Cause[];
}

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** Makes a check by a CRD's `openAPIV3Schema` that validates and prunes as an API server does. */
export function createSchemaCheck(schema: Readonly<Record<string, unknown>>): (value: unknown) => Checked {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    useDefaults: true,
    removeAdditional: 'all',
    formats: { 'date-time': dateTime },
  });
  const validate = ajv.compile(schema);
  return (value) => {
    const pruned = structuredClone(value);
    const causes = validate(pruned) ? [] : (validate.errors ?? []).map(causeOf);
    return { pruned, unknownFields: missingIn(pruned, value, ''), causes };
  };
}

/** Lists the paths of a value that its pruned copy lacks. */
function missingIn(pruned: unknown, value: unknown, path: string): readonly string[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      missingIn(Array.isArray(pruned) ? pruned[index] : undefined, item, `${path}[${index}]`),
    );
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return isPlainObject(pruned) && key in pruned ? missingIn(pruned[key], inner, at) : [at];
  });
}

function causeOf({ keyword, params, instancePath, data, message = 'not accepted' }: ErrorObject): Cause {
  const field = fieldOf(instancePath);
  const value = JSON.stringify(data);
  switch (keyword) {
    case 'required': {
      const missing = [field, params.missingProperty].filter(Boolean).join('.');
      return { reason: 'FieldValueRequired', message: 'Required value', field: missing };
    }
    case 'enum': {
      const supported = params.allowedValues.map((one: unknown) => JSON.stringify(one)).join(', ');
      const unsupported = `Unsupported value: ${value}: supported values: ${supported}`;
      return { reason: 'FieldValueNotSupported', message: unsupported, field };
    }
    case 'type': {
      const wrongType = `Invalid value: ${value}: ${field} in body must be of type ${params.type}`;
      return { reason: 'FieldValueTypeInvalid', message: wrongType, field };
    }
    case 'maxLength':
      return { reason: 'FieldValueTooLong', message: `Too long: may not be more than ${params.limit} bytes`, field };
    default:
      return { reason: 'FieldValueInvalid', message: `Invalid value: ${value}: ${field} in body ${message}`, field };
  }
}

/** `/spec/pizzas/0/size` → `spec.pizzas[0].size` */
function fieldOf(pointer: string): string {
  return pointer
    .slice(1)
    .replace(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.');
}

/** Says whether a JSON value is an object. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

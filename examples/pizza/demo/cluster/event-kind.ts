import type { Checked } from '../../src/pizza-order-resource.js';
import { type SentObject, valueAt } from './cluster-object.js';
import type { ResourceKind } from './resource-kind.js';

const text = { type: 'string' };
const instant = { type: 'string', format: 'date-time' };
const texts = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, text]));

/**
 * Kubernetes' own `Event`, reduced to what describes one object. Source:
 * kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1.
 */
export const eventKind: ResourceKind = {
  group: '',
  version: 'v1',
  kind: 'Event',
  listKind: 'EventList',
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  columns: [
    { name: 'Last Seen', type: 'string', jsonPath: '.lastTimestamp' },
    { name: 'Type', type: 'string', jsonPath: '.type' },
    { name: 'Reason', type: 'string', jsonPath: '.reason' },
    { name: 'Object', type: 'string', jsonPath: '.involvedObject.name' },
    { name: 'Message', type: 'string', jsonPath: '.message' },
  ],
  schema: {
    description: 'A report of something that happened to an object.',
    type: 'object',
    required: ['involvedObject'],
    properties: {
      ...texts('apiVersion', 'kind', 'reason', 'message', 'type', 'reportingComponent', 'reportingInstance', 'action'),
      metadata: { type: 'object' },
      involvedObject: {
        type: 'object',
        properties: texts('apiVersion', 'kind', 'name', 'namespace', 'uid', 'resourceVersion', 'fieldPath'),
      },
      source: { type: 'object', properties: texts('component', 'host') },
      firstTimestamp: instant,
      lastTimestamp: instant,
      eventTime: instant,
      count: { type: 'integer' },
    },
  },
  hasStatus: false,
  selectableFields: ['name', 'namespace', 'kind', 'uid', 'apiVersion']
    .map((field) => `involvedObject.${field}`)
    .concat('reason', 'type'),
};

/** Adds the rule that a schema cannot express: an event is in the namespace of its object. */
export function createEventCheck(check: (value: unknown) => Checked): (value: SentObject) => Checked {
  return (sent) => {
    const { causes, ...checked } = check(sent);
    const field = 'involvedObject.namespace';
    const isApart = valueAt(sent, field) !== valueAt(sent, 'metadata.namespace');
    const apart = { reason: 'FieldValueInvalid', message: 'does not match event.namespace', field };
    return { ...checked, causes: isApart ? [...causes, apart] : causes };
  };
}

import type { Cause } from '../../src/pizza-order-resource.js';
import type { SentObject } from './cluster-object.js';

// Source: kubernetes.io/docs/concepts/overview/working-with-objects/names, …/labels
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const namePart = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const maxSubdomainCharacters = 253;
const maxNamePartCharacters = 63;

/** Lists the names, labels and annotation keys that a real API server refuses. */
export function metadataCauses(name: string, { labels = {}, annotations = {} }: SentObject['metadata']): Cause[] {
  const named = isSubdomain(name)
    ? []
    : [invalidValue('metadata.name', name, 'a lowercase RFC 1123 subdomain must consist of alphanumerics, "-" or "."')];
  const keys = [...badKeys('metadata.labels', labels), ...badKeys('metadata.annotations', annotations)];
  const values = Object.values(labels)
    .filter((value) => value !== '' && !isNamePart(value))
    .map((value) =>
      invalidValue('metadata.labels', value, 'a valid label must be at most 63 alphanumerics, "-", "_", "."'),
    );
  return [...named, ...keys, ...values];
}

function badKeys(field: string, entries: Readonly<Record<string, string>>): Cause[] {
  return Object.keys(entries)
    .filter((key) => !isQualifiedName(key))
    .map((key) => invalidValue(field, key, 'name part must consist of alphanumerics, "-", "_", "."'));
}

function isQualifiedName(key: string): boolean {
  const [first = '', second, ...more] = key.split('/');
  if (more.length > 0) return false;
  return second === undefined ? isNamePart(first) : isSubdomain(first) && isNamePart(second);
}

function isSubdomain(text: string): boolean {
  return text.length <= maxSubdomainCharacters && subdomain.test(text);
}

function isNamePart(text: string): boolean {
  return text.length <= maxNamePartCharacters && namePart.test(text);
}

function invalidValue(field: string, value: string, why: string): Cause {
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${why}`, field };
}

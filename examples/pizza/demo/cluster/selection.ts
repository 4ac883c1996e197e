import { type ClusterObject, valueAt } from './cluster-object.js';
import type { ResourceKind } from './resource-kind.js';
import { badRequest } from './status-error.js';

type Test = (object: ClusterObject) => boolean;

/** Parses `?labelSelector=` and `?fieldSelector=` of a list or a watch. Set selectors (`in`, `notin`) are refused. */
export function parseSelection({ selectableFields }: ResourceKind, query: URLSearchParams): Test {
  const fields = ['metadata.name', 'metadata.namespace', ...selectableFields];
  const tests = [
    ...terms(query.get('labelSelector')).map(labelTest),
    ...terms(query.get('fieldSelector')).map((term) => fieldTest(fields, term)),
  ];
  return (object) => tests.every((test) => test(object));
}

function terms(selector: string | null): readonly string[] {
  return (selector ?? '').split(',').filter((term) => term.trim() !== '');
}

function labelTest(term: string): Test {
  const [, key = '', operator, value] = /^\s*(!?[\w./-]+)\s*(?:(==|=|!=)\s*([\w.-]*)\s*)?$/.exec(term) ?? [];
  if (key === '') throw badRequest(`unable to parse requirement: ${term}`);
  if (key.startsWith('!')) return ({ metadata }) => metadata.labels?.[key.slice(1)] === undefined;
  if (operator === undefined) return ({ metadata }) => metadata.labels?.[key] !== undefined;
  return ({ metadata }) => (metadata.labels?.[key] === value) === (operator !== '!=');
}

function fieldTest(fields: readonly string[], term: string): Test {
  const [, field = '', operator, value] = /^\s*([\w.]+)\s*(==|=|!=)\s*([\w.-]*)\s*$/.exec(term) ?? [];
  if (!fields.includes(field)) throw badRequest(`field label not supported: ${term}`);
  return (object) => ((valueAt(object, field) ?? '') === value) === (operator !== '!=');
}

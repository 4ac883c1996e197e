import type { ClusterObject } from './cluster-object.js';
import { badRequest } from './status-error.js';

type Test = (object: ClusterObject) => boolean;

/** Reads `?labelSelector=` and `?fieldSelector=` of a list or a watch. Sets (`in`, `notin`) are refused. */
export function readSelection(query: URLSearchParams): Test {
  const tests = [
    ...terms(query.get('labelSelector')).map(labelTest),
    ...terms(query.get('fieldSelector')).map(fieldTest),
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

function fieldTest(term: string): Test {
  const [, field, operator, value] = /^\s*metadata\.(name|namespace)\s*(==|=|!=)\s*([\w.-]*)\s*$/.exec(term) ?? [];
  if (field !== 'name' && field !== 'namespace') throw badRequest(`field label not supported: ${term}`);
  return ({ metadata }) => (metadata[field] === value) === (operator !== '!=');
}

import { apiVersionOf, type ResourceKind } from './crd.js';

const verbs = ['create', 'delete', 'get', 'list', 'patch', 'watch'];

/** The documents by which clients find out what a server serves, by path. */
export function discoveryDocuments(resource: ResourceKind): ReadonlyMap<string, object> {
  const { group, version, kind, plural, singular, shortNames } = resource;
  const served = { groupVersion: apiVersionOf(resource), version };
  const apiGroup = { name: group, versions: [served], preferredVersion: served };
  const named = { namespaced: true, kind };
  return new Map<string, object>([
    ['/version', { major: '1', minor: '32', gitVersion: 'v1.32.0-pizza', platform: 'node' }],
    ['/api', { kind: 'APIVersions', versions: [], serverAddressByClientCIDRs: [] }],
    ['/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups: [apiGroup] }],
    [`/apis/${group}`, { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup }],
    [
      `/apis/${group}/${version}`,
      {
        kind: 'APIResourceList',
        apiVersion: 'v1',
        groupVersion: apiVersionOf(resource),
        resources: [
          { name: plural, singularName: singular, ...named, shortNames, verbs },
          { name: `${plural}/status`, singularName: '', ...named, verbs: ['get', 'patch'] },
        ],
      },
    ],
    ['/openapi/v3', { paths: { [`apis/${group}/${version}`]: { serverRelativeURL: openApiPath(resource) } } }],
    [openApiPath(resource), openApi(resource)],
  ]);
}

function openApiPath({ group, version }: ResourceKind): string {
  return `/openapi/v3/apis/${group}/${version}`;
}

/** By this `kubectl` knows that the server checks fields itself, and `kubectl explain` what they mean. */
function openApi(resource: ResourceKind): object {
  const { group, version, kind, plural, schema } = resource;
  const names = [{ group, version, kind }];
  const parameters = ['dryRun', 'fieldValidation'].map((name) => ({ name, in: 'query', schema: { type: 'string' } }));
  const operation = (action: string) => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': names[0],
    parameters,
    responses: {},
  });
  const all = `/apis/${group}/${version}/namespaces/{namespace}/${plural}`;
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.32.0' },
    paths: { [all]: { post: operation('post') }, [`${all}/{name}`]: { patch: operation('patch') } },
    components: {
      schemas: {
        [`${group.split('.').reverse().join('.')}.${version}.${kind}`]: {
          ...schema,
          'x-kubernetes-group-version-kind': names,
        },
      },
    },
  };
}

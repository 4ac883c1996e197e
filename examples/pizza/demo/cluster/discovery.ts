import { apiVersionOf, basePathOf, type ResourceKind } from './resource-kind.js';

const verbs = ['create', 'delete', 'get', 'list', 'patch', 'watch'];

/** The documents that tell clients what the server serves, by path: one kind in each version of each group. */
export function discoveryDocuments(resources: readonly ResourceKind[]): ReadonlyMap<string, object> {
  const core = resources.filter(({ group }) => group === '');
  const groups = resources.filter(({ group }) => group !== '').map(apiGroup);
  return new Map<string, object>([
    ['/version', { major: '1', minor: '32', gitVersion: 'v1.32.0-pizza', platform: 'node' }],
    ['/api', { kind: 'APIVersions', versions: core.map(apiVersionOf), serverAddressByClientCIDRs: [] }],
    ['/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups }],
    ...groups.map((one): [string, object] => [`/apis/${one.name}`, { kind: 'APIGroup', apiVersion: 'v1', ...one }]),
    ...resources.map((resource): [string, object] => [basePathOf(resource), resourceList(resource)]),
    ['/openapi/v3', { paths: Object.fromEntries(resources.map(openApiEntry)) }],
    ...resources.map((resource): [string, object] => [openApiPath(resource), openApi(resource)]),
  ]);
}

function apiGroup(resource: ResourceKind) {
  const served = { groupVersion: apiVersionOf(resource), version: resource.version };
  return { name: resource.group, versions: [served], preferredVersion: served };
}

function resourceList(resource: ResourceKind): object {
  const { kind, plural, singular, shortNames } = resource;
  const named = { namespaced: true, kind };
  const status = { name: `${plural}/status`, singularName: '', ...named, verbs: ['get', 'patch'] };
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf(resource),
    resources: [
      { name: plural, singularName: singular, ...named, shortNames, verbs },
      ...(resource.hasStatus ? [status] : []),
    ],
  };
}

function openApiEntry(resource: ResourceKind): [string, object] {
  return [basePathOf(resource).slice(1), { serverRelativeURL: openApiPath(resource) }];
}

function openApiPath(resource: ResourceKind): string {
  return `/openapi/v3${basePathOf(resource)}`;
}

/** Tells `kubectl` that the server validates fields, and `kubectl explain` what they mean. */
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
  const all = `${basePathOf(resource)}/namespaces/{namespace}/${plural}`;
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

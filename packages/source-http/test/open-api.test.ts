import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { ciToken, createWorld, question, request, serve } from './world.js';

interface Schema {
  readonly properties: Readonly<Record<string, unknown>>;
}
interface Document {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId?: string }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

async function readDocument(prefix = '') {
  const { receive } = await createWorld({ options: { prefix } });
  const answer = await receive(request({ method: 'GET', url: `${prefix}/openapi.json`, token: '' }));
  // as: the linter checks it
  return { status: answer.status, document: JSON.parse(answer.body) as Document };
}

test('openapi.json needs no credential, and is OpenAPI 3.1 by the linter', async () => {
  const { status, document } = await readDocument();
  const validator = new Validator();

  expect(status).toBe(200);
  expect(await validator.validate({ ...document })).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  // throws on a reference to nothing
  expect(validator.resolveRefs()).toBeDefined();
});

test('it names the kinds, and where the server has its paths', async () => {
  const { document } = await readDocument('/api');

  expect(document.servers).toEqual([{ url: '/api' }]);
  expect(document.components.schemas.Ask?.properties.kind).toEqual({ type: 'string', enum: ['deploy', 'anything'] });
});

/** A client that knows only the document: a function for each operation. */
function generateClient({ paths }: Document, url: string, token: string) {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { operationId }]) =>
      operationId === undefined ? [] : [[operationId, { path, method }] as const],
    ),
  );
  const known = new Map(operations);
  return async (operationId: string, parameters: Readonly<Record<string, string>> = {}, body?: object) => {
    const { path = '', method = '' } = known.get(operationId) ?? {};
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? '');
    const inQuery = Object.entries(parameters).filter(([name]) => !path.includes(`{${name}}`));
    const query = inQuery.length === 0 ? '' : `?${new URLSearchParams(inQuery)}`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${url}${filled}${query}`, { method: method.toUpperCase(), headers, ...sent });
    return { status: response.status, body: await response.json() };
  };
}

/** Checks values by a schema of the document. */
function schemaCheck(document: Document) {
  // the vocabulary of OpenAPI is not that of JSON Schema alone
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema({ $id: 'openapi', ...document });
  return (schema: string, value: unknown): readonly unknown[] => {
    ajv.validate({ $ref: `openapi#/components/schemas/${schema}` }, value);
    return ajv.errors ?? [];
  };
}

test('a client made from it can ask, read, list, report, replace and withdraw, and gets what the schemas say', async () => {
  const world = await createWorld();
  const { url } = await serve(world);
  const { document } = await readDocument();
  const call = generateClient(document, url, ciToken);
  const faults = schemaCheck(document);

  const asked = await call('ask', {}, question);
  const { id } = asked.body;
  const read = await call('readApproval', { id });
  const replaced = await call('replaceContext', { id }, { lines: ['Build 17 is green.'] });
  const listed = await call('listApprovals', { kind: 'deploy', key: question.key, status: 'pending', limit: '1' });
  await world.approve(await world.expectCard(), { as: 'U0ALICE' });
  const reported = await call('reportProgress', { id }, { step: 'Roll out', state: 'done' });
  const late = await call('withdrawApproval', { id }, { reason: 'Too late.' });

  expect([asked, read, replaced, listed, reported, late].map(({ status }) => status)).toEqual([
    201, 200, 200, 200, 200, 409,
  ]);
  expect(listed.body.approvals).toEqual([replaced.body]);
  expect(faults('Page', listed.body)).toEqual([]);
  for (const { body } of [asked, read, replaced, reported]) expect(faults('Approval', body)).toEqual([]);
  expect(faults('Problem', late.body)).toEqual([]);
  expect(faults('Approval', late.body)).not.toEqual([]);
});

import { bodySchemas, parameterSchemas } from './open-api-schemas.js';

/** Describes the paths in OpenAPI 3.1. */
export function openApiDocument(kinds: readonly string[], prefix: string): object {
  const change = (summary: string, operationId: string, schema: string) => ({
    parameters: [parameter('id')],
    post: operation({ summary, operationId, body: schema, responses: { 200: approvalResponse('The approval') } }),
  });
  return {
    openapi: '3.1.0',
    info: {
      title: 'Approvals',
      version: '1',
      description: 'Ask people in Slack before something risky runs.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: prefix === '' ? '/' : prefix }],
    security: [{ bearer: [] }, { webhookId: [], webhookTimestamp: [], webhookSignature: [] }],
    paths: {
      '/approvals': { get: listOperation(), post: askOperation() },
      '/approvals/{id}': { parameters: [parameter('id')], get: readOperation() },
      '/approvals/{id}/link': { parameters: [parameter('id')], get: linkOperation() },
      '/approvals/{id}/withdraw': change('Withdraw a pending approval', 'withdrawApproval', 'Withdrawal'),
      '/approvals/{id}/progress': change('Report the progress of a step', 'reportProgress', 'Progress'),
      '/approvals/{id}/context': change('Replace the context of a pending card', 'replaceContext', 'Context'),
    },
    components: {
      parameters: parameterSchemas(kinds),
      schemas: bodySchemas(kinds),
      responses: { Problem: problem },
      securitySchemes,
    },
  };
}

interface OperationParts {
  readonly summary: string;
  readonly operationId: string;
  readonly body?: string;
  readonly responses: object;
}

function operation({ summary, operationId, body, responses }: OperationParts): object {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${body}` } } };
  return {
    summary,
    operationId,
    ...(body === undefined ? {} : { requestBody: { required: true, content } }),
    responses: { ...responses, default: { $ref: '#/components/responses/Problem' } },
  };
}

function askOperation(): object {
  const location = { location: { description: 'The path of the approval', schema: { type: 'string' } } };
  return operation({
    summary: 'Ask people to decide; the same key finds the same approval',
    operationId: 'ask',
    body: 'Ask',
    responses: {
      200: { ...approvalResponse('The key holds this approval already'), headers: location },
      201: { ...approvalResponse('The approval was created'), headers: location },
    },
  });
}

function listOperation(): object {
  const list = operation({
    summary: 'List the approvals of a kind, newest first',
    operationId: 'listApprovals',
    responses: { 200: jsonResponse('A page of approvals', 'Page') },
  });
  return { ...list, parameters: ['kind', 'status', 'key', 'after', 'limit'].map(parameter) };
}

function readOperation(): object {
  const read = operation({
    summary: 'Read an approval, or wait for its decision',
    operationId: 'readApproval',
    responses: { 200: approvalResponse('The approval, still pending if the wait ended first') },
  });
  return { ...read, parameters: [parameter('wait')] };
}

function linkOperation(): object {
  return operation({
    summary: 'Read the address of the card in Slack',
    operationId: 'readLink',
    responses: { 200: jsonResponse('The address, or null while no card is posted', 'Link') },
  });
}

function approvalResponse(description: string): object {
  return jsonResponse(description, 'Approval');
}

function jsonResponse(description: string, schema: string): object {
  return { description, content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } } };
}

function parameter(name: string): object {
  return { $ref: `#/components/parameters/${name}` };
}

/** A problem by RFC 9457, with a stable `code`. */
const problem = {
  description: 'A problem; `code` is stable',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer' },
  webhookId: { type: 'apiKey', in: 'header', name: 'webhook-id' },
  webhookTimestamp: { type: 'apiKey', in: 'header', name: 'webhook-timestamp' },
  webhookSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description: 'Standard Webhooks: https://www.standardwebhooks.com',
  },
};

import { maxContextLines, maxKeyLength, maxLineLength } from './read-request.js';

const time = { type: 'string', format: 'date-time' };
const timeOrNull = { type: ['string', 'null'], format: 'date-time' };
const textOrNull = { type: ['string', 'null'] };
const line = { type: 'string', maxLength: maxLineLength };
const stepState = { type: 'string', enum: ['pending', 'active', 'done', 'failed'] };
const outcomes = ['approved', 'rejected', 'expired', 'withdrawn'];

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
      '/approvals': { post: askOperation() },
      '/approvals/{id}': { parameters: [parameter('id')], get: readOperation() },
      '/approvals/{id}/withdraw': change('Withdraw a pending approval', 'withdrawApproval', 'Withdrawal'),
      '/approvals/{id}/progress': change('Report the progress of a step', 'reportProgress', 'Progress'),
    },
    components: { parameters: parameters(), schemas: schemas(kinds), responses: { Problem: problem }, securitySchemes },
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

function readOperation(): object {
  const read = operation({
    summary: 'Read an approval, or wait for its decision',
    operationId: 'readApproval',
    responses: { 200: approvalResponse('The approval, still pending if the wait ended first') },
  });
  return { ...read, parameters: [parameter('wait')] };
}

function approvalResponse(description: string): object {
  return { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Approval' } } } };
}

function parameter(name: string): object {
  return { $ref: `#/components/parameters/${name}` };
}

function parameters(): object {
  const wait = 'How long to wait for a decision, at most 55s.';
  return {
    id: { name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: '^[a-z0-9]{1,60}$' } },
    wait: { name: 'wait', in: 'query', description: wait, schema: { type: 'string', pattern: '^[0-9]{1,2}s$' } },
  };
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

function schemas(kinds: readonly string[]): object {
  return {
    Ask: strict(
      {
        kind: { type: 'string', enum: kinds },
        key: { type: 'string', minLength: 1, maxLength: maxKeyLength },
        payload: { description: 'What people decide on, as the schema of the kind wants it' },
        onBehalfOf: { type: 'string', description: 'The Slack user id of the person it is asked for' },
        context: { type: 'array', maxItems: maxContextLines, items: line },
      },
      ['kind', 'key', 'payload'],
    ),
    Withdrawal: strict({ reason: line }, ['reason']),
    Progress: strict({ step: { type: 'string', minLength: 1 }, state: stepState, detail: line }, ['step', 'state']),
    Approval: complete({
      id: { type: 'string' },
      kind: { type: 'string' },
      key: textOrNull,
      status: { type: 'string', enum: ['pending', ...outcomes] },
      revision: { type: 'integer' },
      digest: { type: 'string' },
      payload: { description: 'null once erased' },
      onBehalfOf: textOrNull,
      askedAt: time,
      expiresAt: timeOrNull,
      stage: textOrNull,
      decision: { oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/Decision' }] },
      delivery: complete({
        state: { type: 'string', enum: ['none', 'owed', 'delivered', 'dead'] },
        result: { description: 'What the server did with the decision returned' },
      }),
      progress: {
        type: 'array',
        items: complete({ step: { type: 'string' }, state: stepState, at: timeOrNull, detail: textOrNull }),
      },
    }),
    Decision: complete({
      outcome: { type: 'string', enum: outcomes },
      choice: textOrNull,
      payload: { description: 'What was decided on: edited, if the approver edited it' },
      reason: textOrNull,
      decidedBy: { type: 'array', items: { type: 'string' } },
      decidedAt: time,
    }),
    Problem: complete({
      type: { type: 'string', format: 'uri' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      code: { type: 'string' },
    }),
  };
}

/** Every member is there. A later release may add members, so readers must not refuse others. */
function complete(properties: object): object {
  return { type: 'object', required: Object.keys(properties), properties };
}

/** Unknown members are refused. */
function strict(properties: object, required: readonly string[]): object {
  return { type: 'object', additionalProperties: false, required, properties };
}

import { maxListed, statuses } from './read-query.js';
import { maxContextLines, maxKeyLength, maxLineLength } from './read-request.js';

const time = { type: 'string', format: 'date-time' };
const timeOrNull = { type: ['string', 'null'], format: 'date-time' };
const textOrNull = { type: ['string', 'null'] };
const line = { type: 'string', maxLength: maxLineLength };
const lines = { type: 'array', maxItems: maxContextLines, items: line };
const key = { type: 'string', minLength: 1, maxLength: maxKeyLength };
const status = { type: 'string', enum: statuses };
const stepState = { type: 'string', enum: ['pending', 'active', 'done', 'failed'] };
const outcomes = statuses.filter((one) => one !== 'pending');

/** The parameters of paths and queries, by the names that operations refer to. */
export function parameterSchemas(kinds: readonly string[]): object {
  const query = (name: string, description: string, schema: object) => ({ name, in: 'query', description, schema });
  return {
    id: { name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: '^[a-z0-9]{1,60}$' } },
    wait: query('wait', 'How long to wait for a decision, at most 55s.', { type: 'string', pattern: '^[0-9]{1,2}s$' }),
    kind: { ...query('kind', 'The kind to list.', { type: 'string', enum: kinds }), required: true },
    key: query('key', 'Lists only the approval that this key holds now.', key),
    status: query('status', 'Lists only approvals of this status.', status),
    after: query('after', 'The `next` of the page before.', { type: 'string', minLength: 1 }),
    limit: query('limit', 'The maximum number of approvals.', {
      type: 'integer',
      minimum: 1,
      maximum: maxListed,
      default: 50,
    }),
  };
}

/** The schemas of bodies. */
export function bodySchemas(kinds: readonly string[]): object {
  return {
    Ask: strict(
      {
        kind: { type: 'string', enum: kinds },
        key,
        payload: { description: 'What people decide on, as the schema of the kind wants it' },
        onBehalfOf: { type: 'string', description: 'The Slack user id of the person it is asked for' },
        context: lines,
      },
      ['kind', 'key', 'payload'],
    ),
    Withdrawal: strict({ reason: line, releaseKey }, ['reason']),
    Context: strict({ lines }, ['lines']),
    Progress: strict({ step: { type: 'string', minLength: 1 }, state: stepState, detail: line }, ['step', 'state']),
    ...responseSchemas,
  };
}

const releaseKey = {
  type: 'boolean',
  default: false,
  description: 'Frees the key even if the approval is decided already',
};

const responseSchemas = {
  Link: complete({ link: { type: ['string', 'null'], format: 'uri' } }),
  Page: complete({ approvals: { type: 'array', items: { $ref: '#/components/schemas/Approval' } }, next: textOrNull }),
  Approval: complete({
    id: { type: 'string' },
    kind: { type: 'string' },
    key: { ...textOrNull, description: 'null if another requester asked' },
    status,
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

/** Every member is there. A later release may add members, so readers must not refuse others. */
function complete(properties: object): object {
  return { type: 'object', required: Object.keys(properties), properties };
}

/** Unknown members are refused. */
function strict(properties: object, required: readonly string[]): object {
  return { type: 'object', additionalProperties: false, required, properties };
}

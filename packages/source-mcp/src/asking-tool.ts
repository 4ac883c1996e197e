import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { maxKeyLength } from './approval-key.js';
import type { AskedKind } from './asked-kind.js';
import { invalid } from './options.js';

/** The JSON Schema of an object. */
interface ObjectSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly [keyword: string]: unknown;
}

/** How a client sees the tool of a kind. */
export interface AskingTool {
  readonly description: string;
  readonly inputSchema: StandardSchemaWithJSON<Readonly<Record<string, unknown>>>;
}

const anyObject: ObjectSchema = { type: 'object' };
const keySchema = {
  type: 'string',
  minLength: 1,
  maxLength: maxKeyLength,
  description:
    'Names what you ask about, such as deploy-api-4.2. Asked again under this key, you get the answer to the same question, also after a restart. Use a new key for anything new.',
};
const howToWait = 'If the status is pending, call get_approval until it changes.';

/** Describes the tool of a kind: its arguments are the payload, and a key. @throws {SlackApprovalError} invalid_options */
export function askingTool(name: string, { schema }: AskedKind): AskingTool {
  const { description = 'Asks people in Slack to approve this, and waits for their answer.', ...payload } =
    schema === null ? anyObject : describe(name, schema);
  if (payload['type'] !== 'object') throw invalid(`\`tools.${name}\`: the payload of its kind must be an object`);
  if (Object.hasOwn(payload.properties ?? {}, 'key'))
    throw invalid(`\`tools.${name}\`: its payload has a member \`key\`, which is the tool's own: rename it`);
  const properties = { ...payload.properties, key: keySchema };
  const json = { ...payload, properties };
  return {
    description: `${description} ${howToWait}`,
    inputSchema: {
      '~standard': {
        version: 1,
        vendor: 'slack-approval',
        // the kind checks its payload
        validate: (value) => ({ value: Object(value) }),
        jsonSchema: { input: () => json, output: () => json },
      },
    },
  };
}

/** @returns any object if the schema's library writes no JSON Schema */
function describe(name: string, schema: StandardSchemaV1): ObjectSchema {
  const { jsonSchema } = Object(schema['~standard']);
  if (typeof jsonSchema?.input !== 'function') return anyObject;
  try {
    return jsonSchema.input({ target: 'draft-2020-12' });
  } catch (error) {
    throw invalid(`\`tools.${name}\`: the schema of its kind cannot be written as JSON Schema`, error);
  }
}

/** Takes the key out of the arguments. @throws {SlackApprovalError} invalid_argument — it is no text */
export function readArguments({ key, ...payload }: Readonly<Record<string, unknown>>) {
  if (key !== undefined && typeof key !== 'string')
    throw new SlackApprovalError('invalid_argument', 'The key must be a text.');
  return { key: key ?? null, payload };
}

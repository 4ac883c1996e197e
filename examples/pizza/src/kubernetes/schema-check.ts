import { Ajv, type ErrorObject } from 'ajv';
import { isRecord } from '../is-record.js';

/** Why one field was not accepted, in the words of the Kubernetes API. */
export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

export interface Checked {
  /** The value without the fields that the schema does not know, and with its defaults. */
  readonly pruned: unknown;
  /** The paths of these fields. */
  readonly unknownFields: readonly string[];
  readonly causes: readonly Cause[];
}

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** Checks objects by a CRD's `openAPIV3Schema`, and prunes them, as an API server does. */
export function createSchemaCheck(schema: Readonly<Record<string, unknown>>): (value: unknown) => Checked {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    useDefaults: true,
    removeAdditional: 'all',
    formats: { 'date-time': dateTime },
  });
  const validate = ajv.compile(schema);
  return (value) => {
    const pruned = structuredClone(value);
    const causes = validate(pruned) ? [] : (validate.errors ?? []).map(causeOf);
    return { pruned, unknownFields: missingIn(pruned, value, ''), causes };
  };
}

function missingIn(pruned: unknown, value: unknown, path: string): readonly string[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      missingIn(Array.isArray(pruned) ? pruned[index] : undefined, item, `${path}[${index}]`),
    );
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return isRecord(pruned) && key in pruned ? missingIn(pruned[key], inner, at) : [at];
  });
}

function causeOf({ keyword, params, instancePath, data, message = 'not accepted' }: ErrorObject): Cause {
  const field = fieldOf(instancePath);
  const value = JSON.stringify(data);
  switch (keyword) {
    case 'required':
      return cause('FieldValueRequired', 'Required value', [field, params.missingProperty].filter(Boolean).join('.'));
    case 'enum': {
      const supported = params.allowedValues.map((one: unknown) => JSON.stringify(one)).join(', ');
      return cause('FieldValueNotSupported', `Unsupported value: ${value}: supported values: ${supported}`, field);
    }
    case 'type':
      return cause(
        'FieldValueTypeInvalid',
        `Invalid value: ${value}: ${field} in body must be of type ${params.type}`,
        field,
      );
    case 'maxLength':
      return cause('FieldValueTooLong', `Too long: may not be more than ${params.limit} bytes`, field);
    default:
      return cause('FieldValueInvalid', `Invalid value: ${value}: ${field} in body ${message}`, field);
  }
}

function cause(reason: string, message: string, field: string): Cause {
  return { reason, message, field };
}

/** `/spec/pizzas/0/size` → `spec.pizzas[0].size` */
function fieldOf(pointer: string): string {
  return pointer
    .slice(1)
    .replace(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.');
}

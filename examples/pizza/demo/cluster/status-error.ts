import type { Cause } from '../../src/pizza-order-resource.js';

/** The `Status` object with which the Kubernetes API reports a failure. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly uid?: string;
    readonly causes?: readonly Cause[];
  };
  readonly code: number;
}

type Details = NonNullable<Status['details']>;

/** A failure that is reported to the caller. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: Status;

  constructor(code: number, reason: string, message: string, details?: Details) {
    super(message);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      ...(details === undefined ? {} : { details }),
      code,
    };
  }
}

/** The resource that a message names, such as `pizzaorders.pizza.bilalashraf.xyz`. */
interface ResourceNames {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
}

const fullName = (group: string, name: string): string => (group === '' ? name : `${name}.${group}`);

export function notFound({ group, plural }: ResourceNames, name: string): StatusError {
  const message = `${fullName(group, plural)} "${name}" not found`;
  return new StatusError(404, 'NotFound', message, { name, group, kind: plural });
}

export function alreadyExists({ group, plural }: ResourceNames, name: string): StatusError {
  const details = { name, group, kind: plural };
  return new StatusError(409, 'AlreadyExists', `${fullName(group, plural)} "${name}" already exists`, details);
}

export function forbidden({ group, plural }: ResourceNames, verb: string): StatusError {
  const message = `${fullName(group, plural)} is forbidden: this user cannot ${verb} resource "${plural}" in API group "${group}"`;
  return new StatusError(403, 'Forbidden', message, { group, kind: plural });
}

export function conflict({ group, plural }: ResourceNames, name: string): StatusError {
  const message = `Operation cannot be fulfilled on ${fullName(group, plural)} "${name}": the object has been modified; please apply your changes to the latest version and try again`;
  return new StatusError(409, 'Conflict', message, { name, group, kind: plural });
}

export function invalid({ group, kind }: ResourceNames, name: string, causes: readonly Cause[]): StatusError {
  const said = causes.map(({ field, message }) => `${field}: ${message}`);
  const why = said.length === 1 ? said.join() : `[${said.join(', ')}]`;
  return new StatusError(422, 'Invalid', `${fullName(group, kind)} "${name}" is invalid: ${why}`, {
    name,
    group,
    kind,
    causes,
  });
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

export function noSuchPath(): StatusError {
  return new StatusError(404, 'NotFound', 'the server could not find the requested resource');
}

export function methodNotAllowed(): StatusError {
  return new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
}

export function unsupportedMediaType(accepted: string): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted}`;
  return new StatusError(415, 'UnsupportedMediaType', message);
}

/** Tells a watch that the server no longer remembers its version: the client has to list again. */
export function expired(asked: number, oldest: number): StatusError {
  return new StatusError(410, 'Expired', `too old resource version: ${asked} (${oldest})`);
}

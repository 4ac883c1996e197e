/** Why one field was not accepted, in the words of the Kubernetes API. */
export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

/** The `Status` object that the Kubernetes API answers failures with. */
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

/** A failure that the caller of the API is told. */
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

/** Which resource a message speaks of: `pizzaorders.pizza.bilalashraf.xyz`. */
interface Named {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
}

export function notFound({ group, plural }: Named, name: string): StatusError {
  return new StatusError(404, 'NotFound', `${plural}.${group} "${name}" not found`, { name, group, kind: plural });
}

export function alreadyExists({ group, plural }: Named, name: string): StatusError {
  const details = { name, group, kind: plural };
  return new StatusError(409, 'AlreadyExists', `${plural}.${group} "${name}" already exists`, details);
}

export function conflict({ group, plural }: Named, name: string): StatusError {
  const message = `Operation cannot be fulfilled on ${plural}.${group} "${name}": the object has been modified; please apply your changes to the latest version and try again`;
  return new StatusError(409, 'Conflict', message, { name, group, kind: plural });
}

export function invalid({ group, kind }: Named, name: string, causes: readonly Cause[]): StatusError {
  const said = causes.map(({ field, message }) => `${field}: ${message}`);
  const why = said.length === 1 ? said.join() : `[${said.join(', ')}]`;
  return new StatusError(422, 'Invalid', `${kind}.${group} "${name}" is invalid: ${why}`, {
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

/** What a watch is told that asks for more than the server remembers: list again. */
export function expired(asked: number, oldest: number): StatusError {
  return new StatusError(410, 'Expired', `too old resource version: ${asked} (${oldest})`);
}

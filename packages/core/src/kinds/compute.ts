import { SlackApprovalError } from '../errors.js';

/** Makes a function of a kind's options one that names the kind and the option if it throws, or if it is async. */
export function compute<Payload, Value>(
  kind: string,
  option: string,
  of: (payload: Payload) => Value,
  code: 'invalid_options' | 'invalid_argument' = 'invalid_options',
): (payload: Payload) => Value {
  const fault = (what: string, cause?: unknown): SlackApprovalError =>
    new SlackApprovalError(
      code,
      `\`${option}\` of the kind "${kind}" ${what}: return a value for every payload that the kind takes.`,
      { cause },
    );
  return (payload) => {
    let value: Value;
    try {
      value = of(payload);
    } catch (error) {
      throw fault('threw', error);
    }
    if (!(value instanceof Promise)) return value;
    // nobody waits for it
    value.catch(() => undefined);
    throw fault('returned a promise');
  };
}

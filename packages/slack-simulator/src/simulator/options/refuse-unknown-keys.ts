import { SimulatorError, type SimulatorErrorCode } from '../simulator-error.js';
import { type KnownKeys, unknownKeys } from './unknown-keys.js';

/** @throws {SimulatorError} `code` — a key is unknown; the nearest known one is named */
export function refuseUnknownKeys<Options extends object>(
  what: string,
  given: Options | undefined,
  known: KnownKeys<NoInfer<Options>>,
  code: SimulatorErrorCode = 'invalid_options',
): void {
  const messages = unknownKeys(what, given, known);
  if (messages.length > 0) throw new SimulatorError(code, messages.join(' '));
}

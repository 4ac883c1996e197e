import { isSlackApprovalError, SlackApprovalError } from '../errors.js';

/**
 * Wraps what a store's driver threw, for the store to throw.
 *
 * The driver's code, or the status of an HTTP answer, says in the message what it was; its text, which may hold values of a row, stays in `cause`.
 *
 * @param what - what was not done, without a full stop
 * @returns the error with the code `store_failed`; one that is a `SlackApprovalError` already comes back as it is
 */
export function storeFailed(what: string, cause: unknown): SlackApprovalError {
  if (isSlackApprovalError(cause)) return cause;
  const { code, statusCode } = Object(cause);
  const which: unknown = code ?? statusCode;
  const why = which === undefined ? '' : ` (${String(which)})`;
  return new SlackApprovalError('store_failed', `${what}${why}.`, { cause });
}

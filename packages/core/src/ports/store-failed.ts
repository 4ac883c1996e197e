import { isSlackApprovalError, SlackApprovalError } from '../errors.js';

/**
 * Wraps an error of a database driver into the error that the store throws.
 *
 * The message names the driver's code or HTTP status. The driver's text may hold values of a row, so it stays in `cause`.
 *
 * @param what - what failed, without a full stop
 * @returns an error with the code `store_failed`; a `SlackApprovalError` is returned as it is
 */
export function storeFailed(what: string, cause: unknown): SlackApprovalError {
  if (isSlackApprovalError(cause)) return cause;
  const { code, statusCode } = Object(cause);
  const which: unknown = code ?? statusCode;
  const why = which === undefined ? '' : ` (${String(which)})`;
  return new SlackApprovalError('store_failed', `${what}${why}.`, { cause });
}

import { type CheckResult, wrong } from '../doctor/check.js';
import { explainFailure, toConnectionFailure } from '../doctor/connection-failure.js';

const notMigrated = () =>
  wrong(
    'store_not_migrated',
    'The table of approvals is missing, or belongs to an older release.',
    'Start the app once with this release. For PostgreSQL call migrate(), for Azure Tables createTable().',
  );

/** The SQLSTATEs, SQLite codes and HTTP statuses in the chain of causes. */
const codesOf = (error: unknown): readonly string[] => {
  const codes: string[] = [];
  for (let cause: unknown = error, depth = 0; cause && depth < 6; depth += 1) {
    const { code, statusCode, cause: next } = Object(cause);
    codes.push(...[code, statusCode].filter((one) => one !== undefined).map(String));
    cause = next;
  }
  return codes;
};

/** Explains why a store could not be read. Does not repeat the driver's message, which may quote the URL and its password. */
export function storeErrorResult(error: unknown): CheckResult {
  const codes = codesOf(error);
  const has = (...some: readonly string[]) => some.some((one) => codes.includes(one));
  const message = error instanceof Error ? error.message : '';
  // the store tried to write in a read-only transaction: it had something to migrate
  if (has('25006', 'SQLITE_READONLY', '42P01') || message.includes('the table does not exist')) return notMigrated();
  if (/ has schema \d+ and this release knows \d+/.test(message))
    return wrong(
      'store_newer',
      'The store belongs to a newer release.',
      'Update the packages here, and every process that still runs the old ones.',
    );
  if (has('28P01', '28000', '401', '403', 'AuthenticationFailed', '42501'))
    return wrong(
      'store_refused',
      'The store refuses these credentials.',
      'Correct the user, password or signature in DATABASE_URL, and the permissions of the user.',
    );
  if (has('3D000'))
    return wrong('store_missing', 'The database does not exist.', 'Create it, or correct its name in DATABASE_URL.');
  if (has('SQLITE_NOTADB', 'SQLITE_CORRUPT'))
    return wrong(
      'store_damaged',
      'The file is not an SQLite database, or is damaged.',
      'Correct DATABASE_URL, or restore the last backup.',
    );
  const failure = toConnectionFailure(error);
  if (failure.reason !== 'lost')
    return wrong(
      'store_unreachable',
      `The store cannot be reached: ${explainFailure(failure)}.`,
      'Correct the host and port in DATABASE_URL, and let this machine reach them.',
    );
  const code = codes.find((one) => /^(?:[0-9A-Z]{5}|SQLITE_[A-Z_]{1,40}|E[A-Z]{3,20})$/.test(one));
  return wrong(
    'store_failed',
    `The store could not be read${code === undefined ? '' : ` (${code})`}.`,
    'See its log, and check that DATABASE_URL is complete.',
  );
}

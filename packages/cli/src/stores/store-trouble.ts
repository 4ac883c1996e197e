import { type CheckResult, wrong } from '../doctor/check.js';
import { unreachedText, whyUnreached } from '../doctor/why-unreached.js';

const notPrepared = () =>
  wrong(
    'store_not_migrated',
    'The table of approvals is not there, or is of an older release.',
    'Start the app once with this release; for PostgreSQL call migrate(), for Azure Tables createTable().',
  );

/** An SQLSTATE, or SQLite's own word: what says most in the chain of causes. */
const codesOf = (error: unknown): readonly string[] => {
  const codes: string[] = [];
  for (let cause: unknown = error, depth = 0; cause && depth < 6; depth += 1) {
    const { code, statusCode, cause: next } = Object(cause);
    codes.push(...[code, statusCode].filter((one) => one !== undefined).map(String));
    cause = next;
  }
  return codes;
};

/** Why a store could not be looked into. What a driver says in words is not repeated: it may quote the address with its password. */
export function storeTrouble(error: unknown): CheckResult {
  const codes = codesOf(error);
  const has = (...some: readonly string[]) => some.some((one) => codes.includes(one));
  const said = error instanceof Error ? error.message : '';
  // written to in a transaction that only reads: so there was something to migrate
  if (has('25006', 'SQLITE_READONLY', '42P01') || said.includes('there is no such table')) return notPrepared();
  if (/ has schema \d+ and this release knows \d+/.test(said))
    return wrong(
      'store_newer',
      'The store belongs to a newer release.',
      'Update the packages that are installed here, and every process that still runs the old ones.',
    );
  if (has('28P01', '28000', '401', '403', 'AuthenticationFailed', '42501'))
    return wrong(
      'store_refused',
      'The store refuses these credentials.',
      'Correct user, password or signature in DATABASE_URL, and what this user may read.',
    );
  if (has('3D000'))
    return wrong('store_missing', 'There is no such database.', 'Create it, or correct its name in DATABASE_URL.');
  if (has('SQLITE_NOTADB', 'SQLITE_CORRUPT'))
    return wrong(
      'store_damaged',
      'The file is no SQLite database, or is damaged.',
      'Correct DATABASE_URL, or bring back the last backup.',
    );
  const why = whyUnreached(error);
  if (why.how !== 'lost')
    return wrong(
      'store_unreachable',
      `The store is not reached: ${unreachedText(why)}.`,
      'Correct host and port in DATABASE_URL, and let this machine reach them.',
    );
  const code = codes.find((one) => /^(?:[0-9A-Z]{5}|SQLITE_[A-Z_]{1,40}|E[A-Z]{3,20})$/.test(one));
  return wrong(
    'store_failed',
    `The store could not be read${code === undefined ? '' : ` (${code})`}.`,
    'See its own log, and whether DATABASE_URL is whole.',
  );
}

import type { CheckResult } from '../doctor/check.js';
import { cleanEnvironment } from '../doctor/clean-environment.js';
import type { Environment } from '../doctor/environment.js';
import { loadPackage } from '../doctor/load-package.js';
import { readEnvFile } from '../doctor/read-env-file.js';
import { openPostgres } from '../stores/open-postgres.js';
import { openSqlite } from '../stores/open-sqlite.js';
import { openTables } from '../stores/open-tables.js';
import type { OpenedStore, OpenStore } from '../stores/opened-store.js';
import { storeErrorResult } from '../stores/store-error.js';
import { type StoreName, storeOfUrl } from '../stores/store-of-url.js';

/** The store cannot be opened. The message says how to fix it, without the URL. */
class StoreError extends Error {
  override readonly name = 'StoreError';
}

const openers: Readonly<Record<StoreName, OpenStore>> = {
  SQLite: openSqlite,
  PostgreSQL: openPostgres,
  'Azure Tables': openTables,
};

/**
 * Opens the store that `DATABASE_URL` names, for reading.
 *
 * @throws {StoreError} it is not set, has an unknown format, or cannot be opened
 * @throws {EnvFileError} the file of variables cannot be read
 */
export async function openStoreOf(
  environment: Environment,
  envFile: string | undefined,
  timeoutMs: number,
): Promise<OpenedStore> {
  const file = envFile === undefined ? {} : (await readEnvFile(envFile)).variables;
  const { DATABASE_URL: url } = cleanEnvironment({ ...file, ...environment });
  const name = url === undefined ? null : storeOfUrl(url);
  if (url === undefined || name === null)
    throw new StoreError('Set DATABASE_URL to file:<path>, postgres://…, or a connection string of Azure Tables.');
  const opened = await openers[name](url, { load: loadPackage, timeoutMs }).catch(storeErrorResult);
  if ('status' in opened) throw new StoreError(sentenceOf(opened));
  return opened;
}

function sentenceOf({ message, mend, code }: CheckResult): string {
  return `${message}${mend === null ? '' : ` ${mend}`} [${code}]`;
}

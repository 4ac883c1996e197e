import { storeFailed } from '@k8s-pizza/slack-approval/store';

/** The part of a `pg` pool, or of one of its clients, that the store uses. */
export interface PostgresClient {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>;
}

/** A connection that was checked out of a `pg` pool. */
interface PooledClient extends PostgresClient {
  on(event: 'error', listener: () => void): unknown;
  off(event: 'error', listener: () => void): unknown;
  release(isBroken: boolean): void;
  /** `I` outside of a transaction. Older releases of `pg` do not have it. */
  getTransactionStatus?(): string | null;
}

interface ClientPool extends PostgresClient {
  connect(): Promise<PooledClient>;
}

const advice: Readonly<Record<string, string>> = {
  '42P01': ': the table does not exist, so call `migrate()` first',
  '42P07': ': a table slack_approvals already exists, and its comment does not name this package',
  '42501': ': this role lacks the permission',
  '25006': ': this server is read-only, such as a replica',
  '25P02': ': an earlier statement of this transaction failed, so roll it back',
  ETIMEDOUT: ': the statement timed out, so it may still be executed',
};

/** Timeout for getting a connection, and then for the statement. Slack's timeout is 3 s. */
const timeoutMs = 2_000;

const isPool = (client: PostgresClient): client is ClientPool => 'totalCount' in client && 'connect' in client;

const ignore = () => undefined;

/** Rejects with `ETIMEDOUT` after `ms`. The work goes on, and its result is dropped. */
function withTimeout<Value>(work: Promise<Value>, ms: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    // the error is made when it is needed: collecting its stack takes longer than all the rest
    const timer = setTimeout(
      () => reject(Object.assign(new Error(`No response within ${ms} ms.`), { code: 'ETIMEDOUT' })),
      ms,
    );
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

/** Checks out a connection. One that arrives after the timeout goes back to the pool. */
async function checkOut(pool: ClientPool): Promise<PooledClient> {
  const connecting = pool.connect();
  try {
    return await withTimeout(connecting, timeoutMs);
  } catch (error) {
    connecting.then((client) => client.release(false), ignore);
    throw error;
  }
}

/** Checks out a connection, and skips those that another user of the pool has left in a transaction. */
async function connect(pool: ClientPool): Promise<PooledClient> {
  const client = await checkOut(pool);
  if (!['T', 'E'].includes(client.getTransactionStatus?.() ?? '')) return client;
  client.release(true);
  return connect(pool);
}

async function queryPool(
  pool: ClientPool,
  text: string,
  values: unknown[] | undefined,
  ms: number,
): Promise<unknown[]> {
  const client = await connect(pool);
  // a broken connection rejects its query; without a listener, its `error` event would end the process
  client.on('error', ignore);
  // after a timeout the connection is closed too: its next statement would get the response to this one
  let isBroken = true;
  try {
    const { rows } = await withTimeout(client.query(text, values), ms);
    isBroken = false;
    return rows;
  } finally {
    client.release(isBroken);
    client.off('error', ignore);
  }
}

/**
 * Sends one statement without retrying, and turns every error of the driver into a `store_failed`.
 *
 * @param ms - the timeout on a pool; on a single client the caller sets the timeout
 */
export async function send(
  client: PostgresClient,
  text: string,
  values?: unknown[],
  ms = timeoutMs,
): Promise<unknown[]> {
  try {
    return isPool(client) ? await queryPool(client, text, values, ms) : (await client.query(text, values)).rows;
  } catch (cause) {
    throw storeFailed(`PostgreSQL could not execute a statement${advice[Object(cause).code] ?? ''}`, cause);
  }
}

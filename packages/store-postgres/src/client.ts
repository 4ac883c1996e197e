import { storeFailed } from '@k8s-pizza/slack-approval';

/** The part of a `pg` pool, or of one of its clients, that the store uses. */
export interface PostgresClient {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>;
}

/** A connection of a pool of `pg` while it is in use. */
interface PooledClient extends PostgresClient {
  on(event: 'error', listener: () => void): unknown;
  off(event: 'error', listener: () => void): unknown;
  release(isBroken: boolean): void;
  /** `I` outside of a transaction. Old releases of `pg` don't have it. */
  getTransactionStatus?(): string | null;
}

interface ClientPool extends PostgresClient {
  connect(): Promise<PooledClient>;
}

const advice: Readonly<Record<string, string>> = {
  '42P01': ': its table is not there, so call `migrate()` first',
  '42P07': ': a table slack_approvals is there, and its comment does not say that it is ours',
  '42501': ': this role may not do that',
  '25006': ': this server only reads, as a replica does',
  '25P02': ': an earlier statement of this transaction failed, so it has to be rolled back',
  ETIMEDOUT: ': there was no answer in time, so it may still be carried out',
};

/** How long a call waits for a connection of its pool, and then for the answer to its statement. Slack waits 3 s. */
const patienceMs = 2_000;

const isPool = (client: PostgresClient): client is ClientPool => 'totalCount' in client && 'connect' in client;

const ignore = () => undefined;

/** Rejects where it takes longer. What it comes to after that is not waited for. */
async function inTime<Value>(work: Promise<Value>, ms: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error(`There was no answer within ${ms} ms.`), { code: 'ETIMEDOUT' });
    timer = setTimeout(reject, ms, error);
  });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}

/** Takes a connection, or gives it back at once where it comes too late. */
async function checkOut(pool: ClientPool): Promise<PooledClient> {
  const connecting = pool.connect();
  try {
    return await inTime(connecting, patienceMs);
  } catch (error) {
    connecting.then((client) => client.release(false), ignore);
    throw error;
  }
}

/** Takes a connection that no other user of the pool has left in a transaction: what is saved there is not committed. */
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
  // a connection that breaks rejects its query; its `error` event would end the process if nothing listened
  client.on('error', ignore);
  // one that gave no answer is closed as well: its next statement would get the answer to this one
  let isBroken = true;
  try {
    const { rows } = await inTime(client.query(text, values), ms);
    isBroken = false;
    return rows;
  } finally {
    client.release(isBroken);
    client.off('error', ignore);
  }
}

/**
 * Sends one statement, once, and turns every error of the driver into a `store_failed`.
 *
 * @param ms - how long a connection of a pool has for it; a client that is no pool is the caller's, and so is its patience
 */
export async function send(
  client: PostgresClient,
  text: string,
  values?: unknown[],
  ms = patienceMs,
): Promise<unknown[]> {
  try {
    return isPool(client) ? await queryPool(client, text, values, ms) : (await client.query(text, values)).rows;
  } catch (cause) {
    throw storeFailed(`PostgreSQL did not carry out a statement${advice[Object(cause).code] ?? ''}`, cause);
  }
}

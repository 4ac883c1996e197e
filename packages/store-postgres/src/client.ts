import { SlackApprovalError } from '@k8s-pizza/slack-approval';

/** The part of a `pg` pool, or of one of its clients, that the store uses. */
export interface PostgresClient {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>;
}

const advice: Readonly<Record<string, string>> = {
  '42P01': ': its table is not there, so call `migrate()` first',
  '42501': ': this role may not do that',
  '25P02': ': an earlier statement of this transaction failed, so it has to be rolled back',
};

/** Wraps what the driver threw. Its code (an SQLSTATE, or a system's) says what it was; its text stays in `cause`. */
function storeFailed(what: string, cause: unknown): SlackApprovalError {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : null;
  const why = code === null ? '' : ` (${code})${advice[code] ?? ''}`;
  return new SlackApprovalError('store_failed', `${what}${why}.`, { cause });
}

/** Sends one statement, and turns every error of the driver into a `store_failed`. */
export async function send(client: PostgresClient, text: string, values?: unknown[]): Promise<unknown[]> {
  try {
    return (await client.query(text, values)).rows;
  } catch (cause) {
    throw storeFailed('PostgreSQL did not carry out a statement', cause);
  }
}

import { storeFailed } from '@k8s-pizza/slack-approval';

/** The part of a `pg` pool, or of one of its clients, that the store uses. */
export interface PostgresClient {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>;
}

const advice: Readonly<Record<string, string>> = {
  '42P01': ': its table is not there, so call `migrate()` first',
  '42P07': ': a table slack_approvals is there, and its comment does not say that it is ours',
  '42501': ': this role may not do that',
  '25006': ': this server only reads, as a replica does',
  '25P02': ': an earlier statement of this transaction failed, so it has to be rolled back',
};

/** Sends one statement, and turns every error of the driver into a `store_failed`. */
export async function send(client: PostgresClient, text: string, values?: unknown[]): Promise<unknown[]> {
  try {
    return (await client.query(text, values)).rows;
  } catch (cause) {
    throw storeFailed(`PostgreSQL did not carry out a statement${advice[Object(cause).code] ?? ''}`, cause);
  }
}

import { mkdtempSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { loadPostgres } from './load-postgres.js';

export interface PostgresServer {
  readonly port: number;
  /** Creates an empty schema, and tells the connection string that sees it and nothing else. It costs less than a database. */
  createSchema(): Promise<string>;
  urlOf(database: string): string;
  /** The same connection string by way of another port, a proxy's. */
  urlBy(port: number, url: string): string;
  stop(): Promise<void>;
}

const user = 'postgres';
const password = 'of-a-test';

/** Starts a PostgreSQL server on loopback. Its data does not outlive it, unless it is told to wait for the disk. */
export async function startPostgres({ isDurable = false } = {}): Promise<PostgresServer> {
  const port = await freePort();
  const logged: string[] = [];
  // the server keeps connections to itself, so that no other program can be reached by mistake
  const place = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
  const hasty = ['fsync', 'synchronous_commit', 'full_page_writes'].flatMap((name) => ['-c', `${name}=off`]);
  const { Postgres, remove } = await loadPostgres();
  const server = new Postgres({
    databaseDir: mkdtempSync(join(tmpdir(), 'test-postgres-')),
    port,
    user,
    password,
    persistent: false,
    // PostgreSQL does not run as root
    createPostgresUser: userInfo().uid === 0,
    // an order in which `ch` comes after `h`: a statement that needs the order of bytes must say so
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale-provider=icu', '--icu-locale=cs'],
    postgresFlags: [...place, '-c', 'max_connections=200', ...(isDurable ? [] : hasty)],
    onLog: (text) => void logged.push(String(text)),
    onError: (error) => void logged.push(String(error)),
  });
  await server.initialise();
  await server.start().catch((cause: unknown) => {
    throw new Error(`PostgreSQL does not start:\n${logged.join('')}`, { cause });
  });

  const urlOf = (database: string) => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
  const client = server.getPgClient('postgres', '127.0.0.1');
  await client.connect();
  let count = 0;
  return {
    port,
    async createSchema() {
      count += 1;
      const name = `test_${count}`;
      await client.query(`CREATE SCHEMA ${name}`);
      return `${urlOf('postgres')}?options=${encodeURIComponent(`-c search_path=${name}`)}`;
    },
    urlOf,
    urlBy: (other, url) => url.replace(`:${port}/`, `:${other}/`),
    async stop() {
      await untilAlone(client);
      await client.end();
      await server.stop();
      remove();
    },
  };
}

const others = `SELECT count(*)::int AS count FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;

/** A pool says that it has ended before its connections are closed; one that the server ends instead is an uncaught error. */
async function untilAlone(client: { query(text: string): Promise<{ rows: { count: number }[] }> }): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { rows } = await client.query(others);
    if (rows[0]?.count === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

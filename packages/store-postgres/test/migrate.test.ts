import { aRow } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';
import { postgresStore } from '../src/index.js';
import { aPool, aServer } from './a-database.js';

const server = aServer();

async function anEmptyPool() {
  return aPool(await server().createSchema());
}

const commentOf = "SELECT obj_description(to_regclass('slack_approvals'), 'pg_class') AS comment";

test('before migrate a call fails, and says what to do', async () => {
  const store = postgresStore(await anEmptyPool());

  const error = await store.get('aone').then(String, (reason: unknown) => reason);

  expect(error).toMatchObject({ code: 'store_failed', cause: { code: '42P01' } });
  expect(String(error)).toContain('migrate()');
});

test('the table says which schema it has', async () => {
  const pool = await anEmptyPool();

  await postgresStore(pool).migrate();

  expect((await pool.query(commentOf)).rows).toEqual([
    { comment: 'Approvals of @k8s-pizza/slack-approval-postgres, schema 1' },
  ]);
});

test('again changes nothing, and needs no right to create tables', async () => {
  const pool = await anEmptyPool();
  const store = postgresStore(pool);
  await store.migrate();
  await store.put(aRow(), 0);
  await pool.query(`CREATE ROLE app; GRANT SELECT, INSERT, UPDATE ON slack_approvals TO app;
    DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO app', current_schema()); END $$`);

  const client = await pool.connect();
  await client.query('SET ROLE app');
  const restricted = postgresStore(client);
  await restricted.migrate();

  expect(await restricted.put(aRow({ status: 'approved' }), 1)).toBe('saved');
  await client.query('RESET ROLE');
  client.release();
});

test('processes that start at once on an empty database all find the table', async () => {
  const url = await server().createSchema();
  const stores = Array.from({ length: 8 }, () => postgresStore(aPool(url)));

  await Promise.all(stores.map((store) => store.migrate()));

  const answers = await Promise.all(stores.map((store) => store.put(aRow(), 0)));
  expect(answers.filter((answer) => answer === 'saved')).toHaveLength(1);
});

test('the table is created in the first schema of the search path', async () => {
  const url = await server().createSchema();
  const pool = aPool(url);
  await pool.query('CREATE SCHEMA later');
  const client = await pool.connect();
  await client.query("SELECT set_config('search_path', current_schema() || ', later', false)");

  await postgresStore(client).migrate();

  const where = "SELECT schemaname = current_schema() AS is_first FROM pg_tables WHERE tablename = 'slack_approvals'";
  expect((await pool.query(`${where} AND schemaname IN (current_schema(), 'later')`)).rows).toEqual([
    { is_first: true },
  ]);
  client.release();
});

describe('is refused, and changes nothing,', () => {
  test('where a newer release has been', async () => {
    const pool = await anEmptyPool();
    const store = postgresStore(pool);
    await store.migrate();
    await pool.query("COMMENT ON TABLE slack_approvals IS 'Approvals of @k8s-pizza/slack-approval-postgres, schema 2'");

    await expect(store.migrate()).rejects.toMatchObject({ code: 'store_failed' });
  });

  test('where a table of that name is somebody else’s', async () => {
    const pool = await anEmptyPool();
    await pool.query('CREATE TABLE slack_approvals (something text)');

    await expect(postgresStore(pool).migrate()).rejects.toMatchObject({
      code: 'store_failed',
      cause: { code: '42P07' },
    });
    expect((await pool.query('SELECT * FROM slack_approvals')).fields.map(({ name }) => name)).toEqual(['something']);
  });

  test('where its comment was lost, as by a dump without comments, and says so', async () => {
    const pool = await anEmptyPool();
    const store = postgresStore(pool);
    await store.migrate();
    await store.put(aRow(), 0);
    await pool.query('COMMENT ON TABLE slack_approvals IS NULL');

    const error = await store.migrate().then(String, (reason: unknown) => reason);

    expect(error).toMatchObject({ code: 'store_failed', cause: { code: '42P07' } });
    expect(String(error)).toContain('comment');
    expect(await store.get('aone')).toEqual(aRow({ version: 1 }));
  });

  test('where text is not kept as UTF-8', async () => {
    const pool = await anEmptyPool();
    await pool.query("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'");
    const latin = aPool(server().urlOf('latin'));

    await expect(postgresStore(latin).migrate()).rejects.toMatchObject({ code: 'invalid_options' });
    expect((await latin.query(commentOf)).rows).toEqual([{ comment: null }]);
  });
});

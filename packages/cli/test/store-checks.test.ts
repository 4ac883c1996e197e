import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryStore } from '@k8s-pizza/slack-approval';
import { postgresStore } from '@k8s-pizza/slack-approval-postgres';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import pg from 'pg';
import { sharedPostgres } from 'test-engines/in-this-run';
import { describe, expect, onTestFinished, test } from 'vitest';
import { aDeploy, aReserved, codes, expectFindings, fill, look, minute, now } from './a-filled-store.js';
import { aSlack, examine } from './examine.js';

function aFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'approvals.db');
}

async function aPostgres() {
  const server = await sharedPostgres();
  const url = await server.createSchema();
  const pool = new pg.Pool({ connectionString: url }).on('error', () => undefined);
  onTestFinished(() => pool.end());
  return { server, url, pool, store: postgresStore(pool) };
}

describe('an SQLite file', () => {
  test('says what is overdue and what was set aside', async () => {
    const path = aFile();
    const store = sqliteStore(path);
    await fill(store);

    expectFindings(await look(`file:${path}`));

    // nothing was written, and whoever works with it goes on
    expect(await store.get('alate')).toMatchObject({ version: 1, leaseToken: null });
    await store.close();
  });

  test('in which all work is done is fine', async () => {
    const path = aFile();
    const store = sqliteStore(path);
    await store.put(aDeploy('adue', { dueAt: now - minute }), 0);
    await store.close();

    expect(codes(await look(`file:${path}`))).toEqual(['store_ok', 'store_work_done']);
  });

  test('that is not there is not made', async () => {
    const path = aFile();

    expect(codes(await look(`file:${path}`))).toEqual(['store_missing']);
    expect(existsSync(path)).toBe(false);
  });

  test('without a table is not given one', async () => {
    const path = aFile();
    writeFileSync(path, '');

    expect(codes(await look(`file:${path}`))).toEqual(['store_not_migrated']);
    expect(codes(await look(`file:${path}`))).toEqual(['store_not_migrated']);
  });

  test('of a newer release is left alone', async () => {
    const path = aFile();
    await sqliteStore(path).close();
    const { default: Libsql } = await import('libsql');
    const database = new Libsql(path);
    database.exec('PRAGMA user_version = 99');
    database.close();

    expect(codes(await look(`file:${path}`))).toEqual(['store_newer']);
  });

  test('that is none is damaged', async () => {
    const path = aFile();
    writeFileSync(path, 'no database, but longer than the header of one is, so that it is looked at. '.repeat(20));

    expect(codes(await look(`file:${path}`))).toEqual(['store_damaged']);
  });

  test('is not looked into where its package is not installed, which is named', async () => {
    const lines = await look('file:approvals.db', async () => null);

    expect(lines).toMatchObject([{ status: 'not_checked', code: 'store_package_missing' }]);
    expect(lines[0]?.message).toContain('npm install @k8s-pizza/slack-approval-sqlite libsql');
  });
});

describe('PostgreSQL', () => {
  test('says what is overdue and what was set aside', async () => {
    const { url, store } = await aPostgres();
    await store.migrate();
    await fill(store);

    expectFindings(await look(url));
  });

  test.each([
    [50_000, 'behind'],
    [-50_000, 'ahead of'],
  ])('whose clock differs by %i ms from this one is said to be %s it', async (aheadMs, direction) => {
    const { url, store } = await aPostgres();
    await store.migrate();

    const lines = await examine('store', { DATABASE_URL: url }, { now: () => Date.now() + aheadMs });

    expect(codes(lines)).toEqual(['store_ok', 'clock_off', 'store_work_done']);
    expect(lines[1]?.message).toContain(direction);
  });

  test('whose clock agrees with that of Slack is fine on a machine whose clock is off', async () => {
    const { url, store } = await aPostgres();
    await store.migrate();
    const { environment } = await aSlack();

    const lines = await examine('store', { ...environment, DATABASE_URL: url }, { now: () => Date.now() + 400_000 });

    expect(codes(lines)).toEqual(['store_ok', 'store_work_done']);
  });

  test.each([
    [900, ['store_ok', 'store_work_done']],
    [2_100, ['store_ok', 'store_slow', 'store_work_done']],
  ])('that takes %i ms to answer: %j', async (stepMs, expected) => {
    const { url, store } = await aPostgres();
    await store.migrate();
    let calls = 0;
    const now = () => {
      calls += 1;
      return Date.now() + calls * stepMs;
    };

    expect(codes(await examine('store', { DATABASE_URL: url }, { now }))).toEqual(expected);
  });

  test('without a table is not given one', async () => {
    const { url, pool } = await aPostgres();

    expect(codes(await look(url))).toEqual(['store_not_migrated']);
    const { rows } = await pool.query("SELECT to_regclass('slack_approvals') AS found");
    expect(rows).toEqual([{ found: null }]);
  });

  test('of a newer release, without its database, with a wrong password, and not there', async () => {
    const { server, url, pool, store } = await aPostgres();
    await store.migrate();
    await pool.query(
      "COMMENT ON TABLE slack_approvals IS 'Approvals of @k8s-pizza/slack-approval-postgres, schema 99'",
    );

    expect(codes(await look(url))).toEqual(['store_newer']);
    expect(codes(await look(server.urlOf('nowhere')))).toEqual(['store_missing']);
    expect(codes(await look(url.replace('of-a-test', 'of-a-guess')))).toEqual(['store_refused']);
    expect(codes(await look(url.replace(`:${server.port}/`, ':1/')))).toEqual(['store_unreachable']);
  });

  test('is not looked into where its packages are not installed', async () => {
    expect(codes(await look('postgresql://localhost/x', async () => null))).toEqual(['store_package_missing']);
  });
});

describe('Azure Tables', () => {
  /** As many approvals, and rows that belong to none, in a store that a real client would take longer to fill. */
  async function lookAtMany(approvals: number) {
    const store = memoryStore();
    for (let index = 0; index < approvals; index += 1) await store.put(aDeploy(`a${index}`, {}), 0);
    for (let index = 0; index < 150; index += 1) await store.put(aReserved(`achannel${index}`, { dueAt: now }), 0);
    const packages = { azureTablesStore: () => store, TableClient: { fromConnectionString: () => null } };
    return await look('UseDevelopmentStorage=true', async () => packages);
  }

  test.each([
    [0, []],
    [1_000, []],
    [1_001, ['Only the newest 1,000 approvals were examined.']],
  ])(
    'with %i approvals tells what it did not look at, and counts nothing that belongs to none',
    async (count, hints) => {
      expect(await lookAtMany(count)).toMatchObject([
        { code: 'store_ok' },
        { code: 'store_work_done', message: 'Nothing is due.', hints },
      ]);
    },
  );

  test('is not looked into where its packages are not installed', async () => {
    expect(codes(await look('https://a.table.core.windows.net/x?sig=1', async () => null))).toEqual([
      'store_package_missing',
    ]);
  });
});

test.each([
  ['', 'store_unset'],
  ['mysql://localhost', 'store_url_invalid'],
  ['file:', 'store_url_invalid'],
])('"%s": %s', async (url, code) => {
  expect(codes(await look(url))).toEqual([code]);
});

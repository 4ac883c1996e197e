import type { RowQuery } from '@k8s-pizza/slack-approval/store';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresStore } from '../src/index.js';
import * as statements from '../src/statements.js';
import { aServer, openPool } from './a-database.js';

const now = aRow().askedAt;
const server = aServer();
let pool = new Pool();
const rowCount = 20_000;

// many rows of twenty kinds, of which few are pending, few need attention, and each requester has a hundred
beforeAll(async () => {
  pool = openPool(await server().createSchema());
  await postgresStore(pool).migrate();
  await pool.query(
    `INSERT INTO slack_approvals (id, version, queue, status, requester_id, asked_at, due_at, claim_count, attention, body)
     SELECT 'a' || md5(i::text), 1, 'default/kind-' || i % 20, CASE WHEN i % 7 = 0 THEN 'pending' ELSE 'approved' END,
       'requester ' || i % 200, ${now} + i, ${now} + (i * 7919) % ${rowCount}, 0, CASE WHEN i % 1000 = 0 THEN 'stuck' END,
       repeat('x', 2000)
     FROM generate_series(1, ${rowCount}) AS i`,
  );
  await pool.query('VACUUM ANALYZE slack_approvals');
});
afterAll(() => pool.end());

/** How the server carried a statement out: its steps, and how many rows it looked at for those it gave. */
async function planOf(text: string, values: unknown[]) {
  const { rows } = await pool.query(`EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) ${text}`, values);
  const json = JSON.stringify(rows);
  const sum = (field: string) =>
    [...json.matchAll(new RegExp(`"${field}":(\\d+)`, 'g'))].reduce((total, [, count]) => total + Number(count), 0);
  return {
    steps: [...json.matchAll(/"Node Type":"([^"]+)"/g)].map(([, step]) => step),
    indexes: [...json.matchAll(/"Index Name":"([^"]+)"/g)].map(([, name]) => name),
    removed: sum('Rows Removed by Filter'),
  };
}

test('get and put find their row by its id', async () => {
  const values = statements.fields.map((field) => (field === 'id' ? 'aone' : null));

  expect(await planOf(statements.get, ['aone'])).toMatchObject({ steps: ['Index Scan'] });
  expect(await planOf(statements.update, [...values, 1])).toMatchObject({
    steps: ['ModifyTable', 'Index Scan'],
    indexes: ['slack_approvals_pkey'],
  });
});

test('claimDue walks the due rows of its queue, oldest first, sorts nothing and looks at no row in vain', async () => {
  const plan = await planOf(statements.claimDue, ['default/kind-1', now + rowCount, 8, 'token', now]);

  expect(plan.indexes).toEqual(expect.arrayContaining(['slack_approvals_due', 'slack_approvals_pkey']));
  expect(plan.steps).not.toContain('Seq Scan');
  expect(plan.steps).not.toContain('Sort');
  expect(plan.removed).toBe(0);
});

describe('list', () => {
  const filters: readonly (readonly [Omit<RowQuery, 'limit'>, string])[] = [
    [{}, 'slack_approvals_newest'],
    [{ queue: 'default/kind-1' }, 'slack_approvals_by_queue'],
    [{ status: 'pending' }, 'slack_approvals_by_status'],
    [{ queue: 'default/kind-0', status: 'pending' }, 'slack_approvals_by_queue_status'],
    [{ requesterId: 'requester 7' }, 'slack_approvals_by_requester'],
    [{ attention: 'stuck' }, 'slack_approvals_by_attention'],
  ];

  test.each(filters)('for %j walks %s backwards, sorts nothing and looks at no row in vain', async (filter, index) => {
    for (const after of [null, { askedAt: now + rowCount / 2, id: 'a' }]) {
      const { text, values } = statements.list({ ...filter, limit: 10 }, after);
      const plan = await planOf(text, values);

      expect(plan.indexes).toEqual([index]);
      expect(plan.steps).toEqual(['Limit', 'Index Scan']);
      expect(plan.removed).toBe(0);
    }
  });
});

import type { RowQuery } from '@k8s-pizza/slack-approval/store';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import Libsql from 'libsql';
import { describe, expect, test } from 'vitest';
import { sqliteStore } from '../src/index.js';
import * as statements from '../src/statements.js';

const now = aRow().askedAt;
const database = new Libsql(':memory:');
sqliteStore(database);

/** How SQLite would carry out a statement, in its own words. */
function planOf(sql: string): string[] {
  const parameters = Array.from(sql.matchAll(/\?/g), () => 1);
  return database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...parameters)
    .map((row) => String(Object(row).detail));
}

test('get and put find their row by its id', () => {
  expect(planOf(statements.get)).toEqual([expect.stringMatching(/^SEARCH approvals USING INDEX \w+ \(id=\?\)$/)]);
  expect(planOf(statements.update)).toEqual([expect.stringMatching(/^SEARCH approvals USING INDEX \w+ \(id=\?\)$/)]);
});

test('claimDue walks the due rows of its queue, oldest first, and sorts nothing', () => {
  const plan = planOf(statements.claimDue);

  expect(plan).toContain('SEARCH approvals USING COVERING INDEX approvals_due (queue=? AND dueAt<?)');
  expect(plan.join()).not.toMatch(/SCAN|TEMP B-TREE/);
});

describe('list', () => {
  const given = { queue: 'default/pizza-order', status: 'pending', requesterId: 'U0ALICE', attention: 'stuck' };
  const names = Object.keys(given) as (keyof typeof given)[];
  const queries: RowQuery[] = Array.from({ length: 2 ** names.length }, (_, bits) => ({
    limit: 10,
    ...Object.fromEntries(names.filter((_, bit) => bits & (1 << bit)).map((name) => [name, given[name]])),
  }));

  test.each(queries)('for %j sorts nothing, and starts where the page before ended', (query) => {
    const first = planOf(statements.list(query, null).sql);
    const next = planOf(statements.list(query, { askedAt: now, id: 'aone' }).sql);

    expect([...first, ...next].join()).not.toContain('TEMP B-TREE');
    expect(next).toEqual([
      expect.stringMatching(/^SEARCH approvals USING INDEX \w+ \(.*\(?askedAt,id\)?<\(\?,\?\)\)$/),
    ]);
  });

  test.each([
    [{}, 'approvals_newest'],
    [{ queue: 'q', status: 's' }, 'approvals_by_queue_status'],
    [{ requesterId: 'r', queue: 'q' }, 'approvals_by_requesterId'],
    [{ requesterId: 'r', status: 's' }, 'approvals_by_requesterId_status'],
    [{ requesterId: 'r', queue: 'q', status: 's' }, 'approvals_by_requesterId_status'],
    [{ attention: 'a', queue: 'q', status: 's' }, 'approvals_by_attention'],
    [{ attention: 'a', requesterId: 'r' }, 'approvals_by_attention'],
  ])('for %j walks the narrowest index, %s', (filter, index) => {
    expect(planOf(statements.list({ ...filter, limit: 1 }, null).sql).join()).toContain(` USING INDEX ${index}`);
  });

  test.each([
    [{ queue: 'q' }, '(queue=?)'],
    [{ status: 's' }, '(status=?)'],
    [{ requesterId: 'r' }, '(requesterId=?)'],
    [{ attention: 'a' }, '(attention=?)'],
    [{ queue: 'q', status: 's' }, '(queue=? AND status=?)'],
    [{ requesterId: 'r', status: 's' }, '(requesterId=? AND status=?)'],
  ])('for %j reads matching rows only: %s', (filter, search) => {
    expect(planOf(statements.list({ ...filter, limit: 1 }, null).sql).join()).toContain(search);
  });
});

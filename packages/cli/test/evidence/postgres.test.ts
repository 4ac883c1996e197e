import { createApprovals, user } from '@k8s-pizza/slack-approval';
import { verifyEvidence } from '@k8s-pizza/slack-approval/evidence';
import { postgresStore } from '@k8s-pizza/slack-approval-postgres';
import pg from 'pg';
import { sharedPostgres } from 'test-engines/in-this-run';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exportEvidence } from '../../src/evidence/export-evidence.js';
import { openStoreOf } from '../../src/evidence/open-store-of.js';

const everything = { namespace: 'default', kind: null, since: -Infinity, until: Infinity };

describe('a store on PostgreSQL', () => {
  async function aPostgres() {
    const server = await sharedPostgres();
    const url = await server.createSchema();
    const pool = new pg.Pool({ connectionString: url }).on('error', () => undefined);
    onTestFinished(() => pool.end());
    return { url, store: postgresStore(pool) };
  }

  test('is exported over a connection that cannot write', async () => {
    const { url, store } = await aPostgres();
    await store.migrate();
    const approvals = createApprovals({ store });
    const kind = approvals.define('order', { title: 'Order?', channel: 'C0PIZZA', approvers: [user('U0ALICE')] });
    const { approval } = await kind.ask({ size: 'large' }, { requester: 'shop' });
    const opened = await openStoreOf({ DATABASE_URL: url }, undefined, 10_000);
    onTestFinished(() => opened.close());
    const lines: string[] = [];

    const exported = await exportEvidence(opened.store, everything, async (line) => void lines.push(line));

    expect(exported).toEqual({ count: 1, unreadable: [] });
    expect(verifyEvidence(JSON.parse(lines[0] ?? ''))).toMatchObject({ holds: true, approvalId: approval.id });
    const row = await opened.store.get(approval.id);
    await expect(opened.store.put({ ...Object(row), status: 'approved' }, 1)).rejects.toThrow();
  });

  test('that was never migrated is not given a table', async () => {
    const { url } = await aPostgres();

    await expect(openStoreOf({ DATABASE_URL: url }, undefined, 10_000)).rejects.toThrow(/store_not_migrated/);
  });
});

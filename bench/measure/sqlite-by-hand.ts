import type { Row } from '@k8s-pizza/slack-approval/store';
import Libsql from 'libsql';

const updateByHand = `UPDATE approvals SET version = ?, queue = ?, status = ?, requesterId = ?, askedAt = ?,
  dueAt = ?, leaseToken = ?, leaseUntil = ?, claimCount = ?, attention = ?, body = ? WHERE id = ? AND version = ?
  RETURNING version`;

/** The statements as somebody would write them who needs no store, on a table and with settings of the store. */
export function openByHand(path: string) {
  const database = new Libsql(path);
  database.exec('PRAGMA synchronous = FULL');
  const [select, update] = [database.prepare('SELECT * FROM approvals WHERE id = ?'), database.prepare(updateByHand)];
  return {
    // as: what the column holds
    versionOf: (id: string) => (select.all(id)[0] as Row | undefined)?.version ?? 0,
    put(given: Row, version: number): void {
      const { status, requesterId, askedAt, dueAt, leaseToken, leaseUntil, attention, id } = given;
      const lease = [leaseToken, leaseUntil, 0, attention];
      const what = [given.queue, status, requesterId, askedAt, dueAt, ...lease, given.body];
      if (update.all(version + 1, ...what, id, version).length !== 1) throw new Error('conflict by hand');
    },
  };
}

import type { Row } from '@k8s-pizza/slack-approval/store';
import type { SqliteDatabase } from '../src/index.js';

/** Reads a row as any other SQLite program would. */
export function readRowFrom(database: SqliteDatabase, id: string): Row | null {
  const [stored] = database.prepare('SELECT * FROM approvals WHERE id = ?').all(id);
  return stored === undefined ? null : ({ ...(stored as Row) } satisfies Row);
}

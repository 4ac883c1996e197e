import type { StoreFault } from '@k8s-pizza/slack-approval-testing';
import { expect } from 'vitest';
import type { SqliteDatabase } from '../src/index.js';

/** Opens another connection to the file of the store created last. */
type Open = () => SqliteDatabase;

const writes = ['insert', 'update', 'claim'] as const;

/** What a stopped call rejects with; drivers differ in their codes and agree on SQLite's words. */
const failed = (why: string) => ({ code: 'store_failed', cause: { message: expect.stringContaining(why) } });

/** A fault that another connection makes by one statement, and ends by another. */
function byAnother(
  open: Open,
  [begin, end]: readonly [begin: string, end: string],
  { name, stops, error }: Pick<StoreFault, 'name' | 'stops'> & { readonly error: object },
): StoreFault {
  return {
    name,
    stops,
    error,
    writesArrive: false,
    begin: async () => {
      const other = open();
      other.exec(begin);
      return async () => {
        other.exec(end);
        other.close();
      };
    },
  };
}

/** Statements that fail halfway. */
function refusal(open: Open, resolution: 'ABORT' | 'ROLLBACK'): StoreFault {
  const refuse = `BEGIN SELECT RAISE(${resolution}, 'refused'); END`;
  const triggers = `CREATE TRIGGER no_insert AFTER INSERT ON approvals ${refuse};
    CREATE TRIGGER no_update AFTER UPDATE ON approvals ${refuse}`;
  const name = `statements that fail halfway with ${resolution}`;
  const statements = [triggers, 'DROP TRIGGER no_insert; DROP TRIGGER no_update'] as const;
  return byAnother(open, statements, { name, stops: writes, error: failed('refused') });
}

/** What happens to a file that others use: their locks, and statements that fail halfway. */
export function fileFaults(open: Open): readonly StoreFault[] {
  return [
    byAnother(open, ['BEGIN IMMEDIATE', 'ROLLBACK'], {
      name: 'a lock of another connection',
      stops: writes,
      error: failed('locked'),
    }),
    refusal(open, 'ABORT'),
    refusal(open, 'ROLLBACK'),
  ];
}

/** What also can be done where the store's own connection, `used`, is known. */
export function connectionFaults(used: Open, open: Open): readonly StoreFault[] {
  const exclusive = byAnother(open, ['BEGIN EXCLUSIVE', 'ROLLBACK'], {
    name: 'a lock that stops readers too',
    stops: [...writes, 'get', 'list'],
    error: failed('locked'),
  });
  return [
    ...fileFaults(open),
    {
      ...exclusive,
      begin: () => {
        // without a WAL, a writer stops readers
        used().exec('PRAGMA journal_mode = DELETE');
        return exclusive.begin();
      },
    },
    {
      name: 'a full disk',
      stops: ['insert', 'update'],
      error: failed('full'),
      writesArrive: false,
      begin: async () => {
        used().exec('PRAGMA max_page_count = 1');
        return async () => void used().exec('PRAGMA max_page_count = 100000');
      },
    },
  ];
}

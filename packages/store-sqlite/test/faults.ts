import type { StoreFault } from '@k8s-pizza/slack-approval-testing';
import type { SqliteDatabase } from '../src/index.js';

/** Opens another connection to the file of the store created last. */
type Open = () => SqliteDatabase;

/** What happens to a file that others use: their locks, and statements that fail halfway. */
export function fileFaults(open: Open): readonly StoreFault[] {
  const writes = ['insert', 'update', 'claim'] as const;
  const failing = (resolution: 'ABORT' | 'ROLLBACK'): StoreFault => ({
    name: `statements that fail halfway with ${resolution}`,
    stops: writes,
    begin: async () => {
      const other = open();
      const refuse = `BEGIN SELECT RAISE(${resolution}, 'refused'); END`;
      other.exec(`CREATE TRIGGER no_insert AFTER INSERT ON approvals ${refuse};
        CREATE TRIGGER no_update AFTER UPDATE ON approvals ${refuse}`);
      return async () => {
        other.exec('DROP TRIGGER no_insert; DROP TRIGGER no_update');
        other.close();
      };
    },
  });
  return [
    {
      name: 'a lock of another connection',
      stops: writes,
      begin: async () => {
        const other = open();
        other.exec('BEGIN IMMEDIATE');
        return async () => {
          other.exec('ROLLBACK');
          other.close();
        };
      },
    },
    failing('ABORT'),
    failing('ROLLBACK'),
  ];
}

/** What also can be done where the store's own connection, `used`, is known. */
export function connectionFaults(used: Open, open: Open): readonly StoreFault[] {
  return [
    ...fileFaults(open),
    {
      name: 'a lock that stops readers too',
      stops: ['insert', 'update', 'claim', 'get', 'list'],
      begin: async () => {
        const other = open();
        // without a WAL, a writer stops readers
        used().exec('PRAGMA journal_mode = DELETE');
        other.exec('BEGIN EXCLUSIVE');
        return async () => {
          other.exec('ROLLBACK');
          other.close();
        };
      },
    },
    {
      name: 'a full disk',
      stops: ['insert', 'update'],
      begin: async () => {
        used().exec('PRAGMA max_page_count = 1');
        return async () => void used().exec('PRAGMA max_page_count = 100000');
      },
    },
  ];
}

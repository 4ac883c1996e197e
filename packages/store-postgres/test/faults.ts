import type { StoreFault } from '@k8s-pizza/slack-approval-testing';
import { Client } from 'pg';
import type { TcpProxy } from 'test-engines/start-proxy';
import { hurry } from './hurry.js';

const all = ['insert', 'update', 'claim', 'get', 'list'] as const;

const writes = ['insert', 'update', 'claim'] as const;

/** What a stopped call rejects with, by PostgreSQL's own code for it. */
const failed = (code: string) => ({ code: 'store_failed', cause: { code } });

/** Locks the table, and does something to each statement of another connection that waits for it. */
function tableLock(
  url: () => string,
  meet: 'pg_cancel_backend' | 'pg_terminate_backend',
  { name, code }: { readonly name: string; readonly code: string },
): StoreFault {
  return {
    name,
    stops: all,
    error: failed(code),
    writesArrive: false,
    begin: async () => {
      const [locker, watcher] = [new Client(url()), new Client(url())];
      await Promise.all([locker.connect(), watcher.connect()]);
      await locker.query('BEGIN; LOCK TABLE slack_approvals IN ACCESS EXCLUSIVE MODE');
      let isOver = false;
      const watch = async () => {
        while (!isOver)
          await watcher.query(`SELECT ${meet}(pid) FROM pg_locks WHERE NOT granted
            AND relation = to_regclass('slack_approvals')`);
      };
      const watching = watch();
      return async () => {
        isOver = true;
        await watching;
        await locker.query('ROLLBACK');
        await Promise.all([locker.end(), watcher.end()]);
      };
    },
  };
}

/** What the network can do to a store. */
function networkFaults(proxy: () => TcpProxy): readonly StoreFault[] {
  return [
    {
      name: 'answers that are lost, and connections with them',
      stops: all,
      begin: async () => {
        const end = proxy().loseAnswers();
        return async () => end();
      },
    },
    {
      name: 'answers to writes that are lost, and connections with them',
      stops: writes,
      writesArrive: true,
      begin: async () => {
        const end = proxy().loseAnswers('INSERT', 'UPDATE');
        return async () => end();
      },
    },
    {
      name: 'packets that are dropped, and arrive after the call has ended',
      stops: all,
      begin: async () => {
        const [arrive, rest] = [proxy().stall(), hurry()];
        return async () => {
          rest();
          arrive();
        };
      },
    },
  ];
}

/** What the network, other connections and an administrator can do to a store. */
export function postgresFaults(url: () => string, proxy: () => TcpProxy): readonly StoreFault[] {
  return [
    ...networkFaults(proxy),
    tableLock(url, 'pg_cancel_backend', { name: 'statements that are cancelled', code: '57014' }),
    tableLock(url, 'pg_terminate_backend', {
      name: 'connections that are ended in the middle of a statement',
      code: '57P01',
    }),
    {
      name: 'statements that fail halfway',
      stops: writes,
      error: failed('53100'),
      writesArrive: false,
      begin: async () => {
        const other = new Client(url());
        await other.connect();
        await other.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
            AS $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = 'disk_full'; END $$;
          CREATE TRIGGER refuse AFTER INSERT OR UPDATE ON slack_approvals FOR EACH ROW EXECUTE FUNCTION refuse()`);
        return async () => {
          await other.query('DROP FUNCTION refuse CASCADE');
          await other.end();
        };
      },
    },
  ];
}

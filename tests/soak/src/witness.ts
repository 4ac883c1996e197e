import Libsql from 'libsql';

/** Another connection to the file: what it sees is really there. */
export interface Witness {
  statusOf(id: string): string | null;
  statuses(): ReadonlyMap<string, string>;
  close(): void;
}

export function openWitness(path: string): Witness {
  const database = new Libsql(path);
  database.exec('PRAGMA busy_timeout = 5000');
  const one = database.prepare('SELECT status FROM approvals WHERE id = ?');
  const all = database.prepare('SELECT id, status FROM approvals');
  // as: the table is STRICT, and these are its columns
  type Seen = { readonly id: string; readonly status: string };
  return {
    statusOf: (id) => (one.all(id) as Seen[])[0]?.status ?? null,
    statuses: () => new Map((all.all() as Seen[]).map(({ id, status }) => [id, status])),
    close: () => database.close(),
  };
}

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
  return {
    statusOf: (id) => one.all(id).map((row) => String(Object(row).status))[0] ?? null,
    statuses: () =>
      new Map(
        all
          .all()
          .map(Object)
          .map(({ id, status }) => [String(id), String(status)]),
      ),
    close: () => database.close(),
  };
}

import { storeContract } from '@k8s-pizza/slack-approval-testing';
import Libsql from 'libsql';
import { sqliteStore } from '../src/index.js';
import { connectionFaults, fileFaults } from './faults.js';
import { createNewPath } from './new-path.js';
import { readRowFrom } from './read-row.js';

const newPath = createNewPath();

let path = '';
storeContract({
  name: 'sqliteStore on a file',
  create: async () => {
    path = newPath();
    return sqliteStore(path);
  },
  reopen: async (store) => {
    await store.close();
    return sqliteStore(path);
  },
  readRow: async (id) => readRowFrom(new Libsql(path), id),
  // every put waits for the disk; the database in memory has 10,000
  dueRowCount: 1000,
  faults: fileFaults(() => new Libsql(path)),
});

let passed = new Libsql(newPath());
storeContract({
  name: 'sqliteStore on a libsql database',
  create: async () => {
    path = newPath();
    passed = new Libsql(path);
    return sqliteStore(passed);
  },
  reopen: async (store) => {
    await store.close();
    return sqliteStore(passed);
  },
  readRow: async (id) => readRowFrom(new Libsql(path), id),
  dueRowCount: 1000,
  faults: connectionFaults(
    () => passed,
    () => new Libsql(path),
  ),
});

let memory = new Libsql(':memory:');
storeContract({
  name: 'sqliteStore on a libsql database in memory',
  create: async () => {
    memory = new Libsql(':memory:');
    return sqliteStore(memory);
  },
  // it outlives the store, since it was passed in
  reopen: async (store) => {
    await store.close();
    return sqliteStore(memory);
  },
  readRow: async (id) => readRowFrom(memory, id),
});

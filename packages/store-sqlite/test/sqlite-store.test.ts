import { storeContract } from '@k8s-pizza/slack-approval-testing';
import Libsql from 'libsql';
import { sqliteStore } from '../src/index.js';
import { driverContract } from './driver-contract.js';
import { fileFaults } from './faults.js';
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
  // every put waits for the disk
  dueRowCount: 1000,
  faults: fileFaults(() => new Libsql(path)),
});

driverContract('libsql', (file) => new Libsql(file));

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

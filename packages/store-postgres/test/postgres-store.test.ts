import { storeContract } from '@k8s-pizza/slack-approval-testing';
import { Pool } from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { postgresStore } from '../src/index.js';
import { aServer, openPool, readRowFrom } from './a-database.js';
import { postgresFaults } from './faults.js';

const server = aServer();
let connectionString = '';
let pool = new Pool();
let reader = new Pool();

beforeAll(async () => {
  connectionString = await server().createSchema();
  pool = openPool(connectionString);
  reader = openPool(connectionString);
  await postgresStore(pool).migrate();
});
afterAll(() => Promise.all([pool.end(), reader.end()]));

storeContract({
  name: 'postgresStore',
  create: async () => {
    await pool.query('TRUNCATE slack_approvals');
    return postgresStore(pool);
  },
  reopen: async (store) => {
    await store.close();
    await pool.end();
    pool = openPool(connectionString);
    return postgresStore(pool);
  },
  // another connection than the store's
  readRow: (id) => readRowFrom(reader, id),
  faults: postgresFaults(() => connectionString),
});

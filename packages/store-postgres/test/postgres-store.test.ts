import { storeContract } from '@k8s-pizza/slack-approval-testing';
import { Pool } from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { postgresStore } from '../src/index.js';
import { aServer, openPool, readRowFrom } from './a-database.js';

const server = aServer();
let connectionString = '';
let pool = new Pool();

beforeAll(async () => {
  connectionString = await server().createSchema();
  pool = openPool(connectionString);
  await postgresStore(pool).migrate();
});
afterAll(() => pool.end());

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
  readRow: (id) => readRowFrom(pool, id),
});

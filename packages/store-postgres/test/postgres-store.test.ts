import { storeContract } from '@k8s-pizza/slack-approval-testing';
import { Pool } from 'pg';
import { startProxy, type TcpProxy } from 'test-engines/start-proxy';
import { afterAll, beforeAll } from 'vitest';
import { postgresStore } from '../src/index.js';
import { aServer, openPool, readRowFrom } from './a-database.js';
import { postgresFaults } from './faults.js';

const server = aServer();
let proxy: TcpProxy;
let connectionString = '';
const urlByProxy = () => server().urlBy(proxy.port, connectionString);
let pool = new Pool();
let reader = new Pool();

beforeAll(async () => {
  connectionString = await server().createSchema();
  proxy = await startProxy(server().port);
  pool = openPool(urlByProxy());
  reader = openPool(connectionString);
  await postgresStore(pool).migrate();
});
afterAll(() => Promise.all([pool.end(), reader.end()]).then(proxy.close));

storeContract({
  name: 'postgresStore',
  create: async () => {
    await pool.query('TRUNCATE slack_approvals');
    return postgresStore(pool);
  },
  reopen: async (store) => {
    await store.close();
    await pool.end();
    pool = openPool(urlByProxy());
    return postgresStore(pool);
  },
  // another connection than the store's
  readRow: (id) => readRowFrom(reader, id),
  faults: postgresFaults(
    () => connectionString,
    () => proxy,
  ),
});

import { postgresStore } from '@k8s-pizza/slack-approval-postgres';
import { Pool } from 'pg';
import { startPostgres } from 'test-engines/start-postgres';
import { scenario } from 'test-scenario/scenario';
import { startOnExpress } from './start-on-express.js';

scenario({
  host: 'Express',
  store: 'PostgreSQL',
  start: startOnExpress,
  async open() {
    const server = await startPostgres();
    const pool = new Pool({ connectionString: await server.createSchema() });
    const store = postgresStore(pool);
    await store.migrate();
    return {
      store,
      async close() {
        await pool.end();
        await server.stop();
      },
    };
  },
});

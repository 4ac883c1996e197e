import { postgresStore } from '@k8s-pizza/slack-approval-postgres';
import { Pool } from 'pg';
import { sharedPostgres } from 'test-engines/in-this-run';
import { scenario } from 'test-scenario/scenario';
import { startOnExpress } from './start-on-express.js';

scenario({
  host: 'Express',
  store: 'PostgreSQL',
  start: startOnExpress,
  async open() {
    const { createSchema } = await sharedPostgres();
    const pool = new Pool({ connectionString: await createSchema() });
    const store = postgresStore(pool);
    await store.migrate();
    return { store, close: () => pool.end() };
  },
});

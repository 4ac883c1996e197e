import { livingOn } from 'test-scenario/host';
import { openSqlite } from 'test-scenario/open-sqlite';
import { scenario } from 'test-scenario/scenario';
import { startFastify } from './start-fastify.js';

scenario({ host: 'Fastify', store: 'SQLite', start: livingOn(startFastify), open: () => openSqlite() });

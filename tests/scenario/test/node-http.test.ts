import { livingOn } from 'test-scenario/host';
import { openSqlite } from 'test-scenario/open-sqlite';
import { scenario } from 'test-scenario/scenario';
import { serve, startPlainHost } from '../../../packages/testing/test/contracts/plain-host.js';

scenario({ host: 'node:http', store: 'SQLite', start: livingOn(startPlainHost(serve)), open: () => openSqlite() });

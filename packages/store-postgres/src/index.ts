export type { PostgresClient } from './client.js';
export { type PostgresStore, postgresStore } from './postgres-store.js';

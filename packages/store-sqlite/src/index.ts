export type { SqliteDatabase } from './database.js';
export { sqliteStore } from './sqlite-store.js';

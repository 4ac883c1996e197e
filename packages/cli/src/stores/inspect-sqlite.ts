import { openSqlite } from './open-sqlite.js';
import { storeErrorResult } from './store-error.js';
import { type InspectStore, isApprovalSql, toFindings } from './store-findings.js';

const dueSql = `SELECT queue, count(*) AS count, min(dueAt) AS oldest FROM approvals
  WHERE dueAt IS NOT NULL AND dueAt <= ? AND ${isApprovalSql} GROUP BY queue ORDER BY oldest`;
const attentionSql = `SELECT attention AS reason, count(*) AS count FROM approvals
  WHERE attention IS NOT NULL AND ${isApprovalSql} GROUP BY attention ORDER BY attention`;

/** Reads an SQLite file: `file:approvals.db`. */
export const inspectSqlite: InspectStore = async (url, ports) => {
  try {
    const opened = await openSqlite(url, { load: ports.load, timeoutMs: ports.settings.timeoutMs });
    if ('status' in opened) return opened;
    const { connection } = opened;
    try {
      return toFindings(connection.prepare(dueSql).all(ports.now()), connection.prepare(attentionSql).all(), null);
    } finally {
      await opened.close();
    }
  } catch (error) {
    return storeErrorResult(error);
  }
};

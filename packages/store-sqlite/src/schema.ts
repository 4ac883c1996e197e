/** Stored in the file as `user_version`. A release that changes the table increments it and migrates older files. */
export const schemaVersion = 2;

// Columns have the names of a row's fields. STRICT: a wrong type is an error instead of being converted.
// A rowid table, since WITHOUT ROWID makes a claim on rows of this size 6-9 times slower.
// Lists read an index backwards from the newest row. Its last columns let SQLite test the other filters without reading the row.
// IF NOT EXISTS: several processes may start at once, and a file of schema 1 only lacks approvals_by_requesterId_status.
export const schema = `
CREATE TABLE IF NOT EXISTS approvals (
  id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, queue TEXT NOT NULL, status TEXT NOT NULL, requesterId TEXT,
  askedAt INTEGER NOT NULL, dueAt INTEGER, leaseToken TEXT, leaseUntil INTEGER, claimCount INTEGER NOT NULL,
  attention TEXT, body TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS approvals_due ON approvals (queue, dueAt) WHERE dueAt IS NOT NULL;
CREATE INDEX IF NOT EXISTS approvals_newest ON approvals (askedAt, id);
CREATE INDEX IF NOT EXISTS approvals_by_queue ON approvals (queue, askedAt, id);
CREATE INDEX IF NOT EXISTS approvals_by_status ON approvals (status, askedAt, id);
CREATE INDEX IF NOT EXISTS approvals_by_queue_status ON approvals (queue, status, askedAt, id);
CREATE INDEX IF NOT EXISTS approvals_by_requesterId ON approvals (requesterId, askedAt, id, status, queue)
  WHERE requesterId IS NOT NULL;
CREATE INDEX IF NOT EXISTS approvals_by_requesterId_status ON approvals (requesterId, status, askedAt, id, queue)
  WHERE requesterId IS NOT NULL;
CREATE INDEX IF NOT EXISTS approvals_by_attention ON approvals (attention, askedAt, id, status, queue)
  WHERE attention IS NOT NULL;
PRAGMA user_version = ${schemaVersion};
`;

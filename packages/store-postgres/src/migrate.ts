import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { type PostgresClient, send } from './client.js';

// COLLATE "C": ids sort by bytes, as the port requires, independent of the database's language. It is also faster.
// Lists read an index backwards from the newest row, so no query sorts.
const initial = `
CREATE TABLE slack_approvals (
  id text COLLATE "C" PRIMARY KEY, version bigint NOT NULL, queue text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL, requester_id text COLLATE "C", asked_at bigint NOT NULL, due_at bigint,
  lease_token text, lease_until bigint, claim_count integer NOT NULL, attention text COLLATE "C", body text NOT NULL
);
CREATE INDEX slack_approvals_due ON slack_approvals (queue, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX slack_approvals_newest ON slack_approvals (asked_at, id);
CREATE INDEX slack_approvals_by_queue ON slack_approvals (queue, asked_at, id);
CREATE INDEX slack_approvals_by_status ON slack_approvals (status, asked_at, id);
CREATE INDEX slack_approvals_by_queue_status ON slack_approvals (queue, status, asked_at, id);
CREATE INDEX slack_approvals_by_requester ON slack_approvals (requester_id, asked_at, id) WHERE requester_id IS NOT NULL;
CREATE INDEX slack_approvals_by_attention ON slack_approvals (attention, asked_at, id) WHERE attention IS NOT NULL;
`;

/** Entry n migrates schema n to n + 1. Never change a released entry; only add new ones. */
const migrations: readonly string[] = [initial];

// The comment of the table holds the schema's version: psql shows it, and dumps include it.
const comment = 'Approvals of @k8s-pizza/slack-approval-postgres, schema';
const currentVersion = `coalesce(substring(obj_description(to_regclass('slack_approvals'), 'pg_class')
  FROM '^${comment} (\\d+)$')::integer, 0)`;

const steps = migrations.map(
  (sql, from) =>
    `IF ${currentVersion} = ${from} THEN ${sql} COMMENT ON TABLE slack_approvals IS '${comment} ${from + 1}'; END IF;`,
);

// One message is one transaction. If several processes start at once, one migrates and the others wait for it.
const script = `SELECT pg_advisory_xact_lock(5824306519870371); DO $steps$ BEGIN ${steps.join('\n')} END $steps$`;

/** Longer than for a click: it may wait for another process that migrates, and do more work. */
const migrationTimeoutMs = 60_000;

/** Creates the table, or migrates it to this release. If it is up to date, this is a single query. */
export async function migrate(client: PostgresClient): Promise<void> {
  const query = `SELECT ${currentVersion} AS version, current_setting('server_encoding') AS encoding`;
  const { version, encoding } = Object((await send(client, query))[0]);
  if (encoding !== 'UTF8') {
    throw new SlackApprovalError('invalid_options', `The database's encoding must be UTF8, got ${encoding}.`);
  }
  if (version > migrations.length) {
    const problem = `The table has schema ${version} and this release knows ${migrations.length}`;
    throw new SlackApprovalError('store_failed', `${problem}: update this package, or use another database schema.`);
  }
  // without values, `pg` allows several statements in one text
  if (version < migrations.length) await send(client, script, undefined, migrationTimeoutMs);
}

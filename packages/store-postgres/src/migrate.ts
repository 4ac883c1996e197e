import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { type PostgresClient, send } from './client.js';

// COLLATE "C": ids are ordered as the port says whatever the database's language is, and comparing costs less.
// Each list index is walked backwards from the newest, so nothing is ever sorted.
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

/** Entry n brings schema n to n + 1. What was released is never changed: entries are only added. */
const migrations: readonly string[] = [initial];

// The schema's number is kept as the comment of the table: it is seen in psql, and travels with every dump.
const comment = 'Approvals of @k8s-pizza/slack-approval-postgres, schema';
const found = `coalesce(substring(obj_description(to_regclass('slack_approvals'), 'pg_class')
  FROM '^${comment} (\\d+)$')::integer, 0)`;

const steps = migrations.map(
  (sql, from) =>
    `IF ${found} = ${from} THEN ${sql} COMMENT ON TABLE slack_approvals IS '${comment} ${from + 1}'; END IF;`,
);

// One message, so one transaction. Of several processes that start at once, one does it, and the others wait and find it done.
const script = `SELECT pg_advisory_xact_lock(5824306519870371); DO $steps$ BEGIN ${steps.join('\n')} END $steps$`;

/** It waits for others that migrate, and more is done than for a click. */
const migratesWithinMs = 60_000;

/** Creates the table, or brings an older one up to this release. Where it is up to date, nothing but one look is taken. */
export async function migrate(client: PostgresClient): Promise<void> {
  const look = `SELECT ${found} AS version, current_setting('server_encoding') AS encoding`;
  const { version, encoding } = Object((await send(client, look))[0]);
  if (encoding !== 'UTF8') {
    throw new SlackApprovalError('invalid_options', `The database keeps text as ${encoding}: it has to be UTF8.`);
  }
  if (version > migrations.length) {
    const what = `The table has schema ${version} and this release knows ${migrations.length}`;
    throw new SlackApprovalError('store_failed', `${what}: update it, or give the store a schema of its own.`);
  }
  // without values `pg` sends the text as it is, which may then hold several statements
  if (version < migrations.length) await send(client, script, undefined, migratesWithinMs);
}

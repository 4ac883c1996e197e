import type { DecidedApproval } from '../domain/model/approval.js';
import { SlackApprovalError } from '../errors.js';
import type { Decision } from '../ports/decision-sink.js';
import { canonicalJson } from '../record/hashing/canonical-json.js';
import { partValue } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { readCard } from '../slack/card/card-content.js';
import { decisionOf } from '../views/to-decision.js';
import { ask, type Question } from './ask.js';
import { awaitRecord } from './await-record.js';
import { contentOf } from './content-of.js';

interface KeyedQuestion extends Question {
  readonly key: string;
}

/**
 * Asks, and waits for the decision. The same key goes on where another call, or another process, has asked.
 *
 * @throws {SlackApprovalError} key_changed — the key holds another question
 * @throws {SlackApprovalError} erased — its texts were erased
 */
export async function decideAsked(
  app: Runtime,
  kind: KindDefinition,
  question: KeyedQuestion,
  signal: AbortSignal | undefined,
): Promise<Decision<unknown>> {
  const record = await settled(app, kind, question, { signal, until: () => true });
  const decision = decisionOf(record);
  if (decision === null) throw new SlackApprovalError('record_corrupt', 'The stored approval has no decision.');
  return decision;
}

/**
 * Asks, waits until the decision is delivered, and returns what the sink returned.
 *
 * @throws {SlackApprovalError} rejected, expired, withdrawn — it was not approved
 * @throws {SlackApprovalError} never_carried_out — it was approved, and the delivery was given up
 * @throws {SlackApprovalError} result_not_kept — it is done, but what the sink returned is no JSON or was too large
 * @throws {SlackApprovalError} key_changed, erased — as for `decideAsked`
 */
export async function runAsked(
  app: Runtime,
  kind: KindDefinition,
  question: KeyedQuestion,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const record = await settled(app, kind, question, { signal, until: isCarriedOut });
  const { approval, parts } = record;
  if (approval.status !== 'approved') throw notApproved(record);
  const { state, reason, resultRef, isResultLost } = approval.delivery;
  if (state === 'dead')
    throw new SlackApprovalError(
      'never_carried_out',
      `This was approved and never carried out: ${reason ?? 'no reason given'}.`,
      { cause: app.lastErrors.get(approval.id) },
    );
  if (isResultLost === true)
    throw new SlackApprovalError(
      'result_not_kept',
      'This is done; its result is no JSON of at most 8 KB, so it is lost.',
    );
  return resultRef === null ? undefined : partValue(parts, resultRef);
}

/** What was not approved ends the wait at once: nothing is carried out. */
function isCarriedOut({ status, delivery }: DecidedApproval): boolean {
  return status !== 'approved' || delivery.state !== 'owed';
}

type DecidedRecord = ApprovalRecord & { readonly approval: DecidedApproval };

interface Wait {
  readonly signal: AbortSignal | undefined;
  readonly until: (approval: DecidedApproval) => boolean;
}

async function settled(
  app: Runtime,
  kind: KindDefinition,
  question: KeyedQuestion,
  { signal, until }: Wait,
): Promise<DecidedRecord> {
  const { loaded, created } = await ask(app, kind, question);
  // fail now, and not when people have decided
  if (!created) checkSame(kind, question, loaded.record);
  const record = await awaitRecord(
    app,
    loaded.row.id,
    (found) => (isDecided(found) && until(found.approval) ? found : null),
    { timeoutMs: null, signal },
  );
  // it can have been amended meanwhile
  checkSame(kind, question, record);
  return record;
}

function isDecided(record: ApprovalRecord): record is DecidedRecord {
  return record.approval.status !== 'pending';
}

/** What people decided on has to be what this call asks: a key that holds something else never answers it. */
function checkSame(
  kind: KindDefinition,
  { key, payload, policy: asked, context }: KeyedQuestion,
  { approval, parts }: ApprovalRecord,
): void {
  if (approval.status !== 'pending' && approval.erasedAt !== null)
    throw new SlackApprovalError('erased', 'What this key held was erased, and its result with it: use another key.');
  const { policy } = approval;
  // an approver may have edited it
  const revision = approval.edited?.original ?? approval.revision;
  const { content } = readCard(contentOf(kind, payload), context);
  const held = [partValue(parts, revision.payloadRef), partValue(parts, revision.contentRef), policy];
  if (canonicalJson(held) === canonicalJson([payload, content, asked])) return;
  throw new SlackApprovalError(
    'key_changed',
    `The key ${JSON.stringify(key)} holds another question: its payload, what its card shows, or its rules differ. Ask under another key.`,
  );
}

function notApproved(record: DecidedRecord): SlackApprovalError {
  const { outcome, decidedBy = [], reason = null } = decisionOf(record) ?? { outcome: record.approval.status };
  const why = reason === null ? '' : `: ${reason}`;
  switch (outcome) {
    case 'rejected':
      return new SlackApprovalError('rejected', `Rejected${by(decidedBy.map(({ userId }) => userId))}${why}.`);
    case 'withdrawn':
      return new SlackApprovalError('withdrawn', `Withdrawn${why}.`);
    default:
      return new SlackApprovalError('expired', 'Nobody decided in time.');
  }
}

function by(userIds: readonly string[]): string {
  return userIds.length === 0 ? '' : ` by ${userIds.join(', ')}`;
}

import { decide } from '../domain/decide/decide.js';
import type { Requester } from '../domain/model/person.js';
import type { Policy } from '../domain/model/policy.js';
import { notFound } from '../domain/model/refusal.js';
import { amendedPolicy } from '../domain/policy/quorum.js';
import { canonicalJson } from '../record/hashing/canonical-json.js';
import { partValue } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { type DrawnContent, readCard } from '../slack/card/card-content.js';
import { checkGrowth } from '../storage/check-growth.js';
import type { DecidedWithParts } from '../storage/commit.js';
import { checkAskers, checkStagePlaces } from './ask.js';
import { contentOf } from './content-of.js';
import { newContext, newRevision } from './new-revision.js';
import { type CommandResult, runCommand } from './run-command.js';

interface Amendment {
  readonly payload: unknown;
  /** The policy of this payload. */
  readonly policy: Policy;
  readonly by: Requester;
}

interface DrawnAmendment extends Amendment {
  readonly kind: KindDefinition;
  readonly drawn: DrawnContent;
}

/** Replaces the payload of a pending approval: a new revision without votes. The same payload keeps revision and votes. */
export async function amend(
  app: Runtime,
  kind: KindDefinition,
  id: string,
  amendment: Amendment,
): Promise<CommandResult<unknown>> {
  const drawn = {
    ...amendment,
    kind,
    drawn: readCard(contentOf(kind, amendment.payload), null),
  };
  return await runCommand(app, id, (record, now) => decideAmendment(drawn, record, now), { checkGrowth });
}

function decideAmendment(
  { kind, payload, by, drawn, policy: computed }: DrawnAmendment,
  record: ApprovalRecord,
  now: number,
): DecidedWithParts {
  const { approval } = record;
  if (approval.kind !== kind.name) return { events: [], refusal: notFound };
  // the instants stay, so people see the approval's schedule, and the digest covers it
  const policy = amendedPolicy(computed, approval.policy);
  const { revision, parts } = newRevision({
    id: approval.id,
    number: approval.revision.number + 1,
    kind: kind.name,
    payload,
    drawn,
    policy,
  });
  const samePayload = isSame(record, approval.revision.payloadRef, payload);
  if (!samePayload && approval.status === 'pending') {
    checkAskers(policy, { ...approval, amenders: [...approval.amenders, by] });
    const places = approval.work.copies.map(({ place }) => place);
    checkStagePlaces(policy, places);
  }
  const sameContext = isSame(record, approval.work.contextRef, drawn.context.length === 0 ? null : drawn.context);
  const context = sameContext ? null : newContext(drawn.context);
  const contextRef = sameContext ? approval.work.contextRef : (context?.ref ?? null);
  const decided = decide(
    { type: 'amend', now, by, revision, contextRef, policy, steps: kind.steps, samePayload },
    approval,
  );
  return { ...decided, parts: [...(samePayload ? [] : parts), ...(context === null ? [] : [context])] };
}

function isSame({ parts }: ApprovalRecord, ref: string | null, value: unknown): boolean {
  return canonicalJson(partValue(parts, ref)) === canonicalJson(value);
}

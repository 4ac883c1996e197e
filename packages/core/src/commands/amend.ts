import { decide } from '../domain/decide/decide.js';
import type { Requester } from '../domain/model/person.js';
import { notFound } from '../domain/model/refusal.js';
import { canonicalJson } from '../record/canonical-json.js';
import { partValue } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { type DrawnContent, readCard } from '../slack/card/card-content.js';
import type { DecidedWithParts } from '../storage/commit.js';
import { checkAskers } from './ask.js';
import { type CommandResult, command } from './command.js';
import { newContext, newRevision } from './revision-of.js';

interface Amendment {
  readonly kind: KindDefinition;
  readonly payload: unknown;
  readonly drawn: DrawnContent;
  readonly by: Requester;
}

/** Gives a pending approval another payload: a new revision, whose votes begin anew. The same payload changes nothing that was seen. */
export async function amend(
  app: Runtime,
  kind: KindDefinition,
  id: string,
  payload: unknown,
  by: Requester,
): Promise<CommandResult<unknown>> {
  const amendment: Amendment = { kind, payload, by, drawn: readCard(kind.card(payload), null) };
  return await command(app, id, (record, now) => decideAmendment(amendment, record, now), { grows: true });
}

function decideAmendment(
  { kind, payload, by, drawn }: Amendment,
  record: ApprovalRecord,
  now: number,
): DecidedWithParts {
  const { approval } = record;
  if (approval.kind !== kind.name) return { events: [], refusal: notFound };
  // instants stay, so the schedule that people see and the digest covers is the one the approval has
  const policy = { ...kind.policy, schedule: approval.policy.schedule };
  const { revision, parts } = newRevision({
    id: approval.id,
    number: approval.revision.number + 1,
    kind: kind.name,
    payload,
    drawn,
    policy,
  });
  const samePayload = isSame(record, approval.revision.payloadRef, payload);
  if (!samePayload && approval.status === 'pending')
    checkAskers(policy, [approval.requester, ...approval.amenders, by]);
  const sameContext = isSame(record, approval.work.contextRef, drawn.context.length === 0 ? null : drawn.context);
  const context = sameContext ? null : newContext(drawn);
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

import { decide } from '../domain/decide.js';
import type { ApprovalEvent } from '../domain/events.js';
import type { Requester } from '../domain/person.js';
import type { Installation } from '../ports/slack-transport.js';
import { type ApprovalRecord, applyChange } from '../record/record.js';
import { readCard } from '../slack/card-content.js';
import { newContext, newRevision } from './revision-of.js';
import type { KindDefinition, Shell } from './shell.js';

export interface Draft {
  readonly id: string;
  readonly key: string | null;
  readonly keyNumber: number;
  readonly requester: Requester;
  readonly payload: unknown;
  readonly context: readonly string[] | null;
  readonly channels: readonly string[];
  readonly installation: Installation | null;
}

/** Draws up the record of a new approval; stores nothing. */
export function draftRecord(
  shell: Shell,
  kind: KindDefinition,
  draft: Draft,
  writeId: string,
): { readonly record: ApprovalRecord | null; readonly events: readonly ApprovalEvent[] } {
  const { payload, context: lines, ...identity } = draft;
  const drawn = readCard(kind.card(payload), lines);
  const { revision, parts } = newRevision({
    id: draft.id,
    number: 1,
    kind: kind.name,
    payload,
    drawn,
    policy: kind.policy,
  });
  const context = newContext(drawn);
  const { events } = decide(
    {
      ...identity,
      type: 'ask',
      now: shell.clock(),
      namespace: shell.namespace,
      kind: kind.name,
      revision: { ...revision, number: 1, previousContentRef: null },
      contextRef: context?.ref ?? null,
      policy: kind.policy,
      steps: kind.steps,
    },
    null,
  );
  return {
    events,
    record: applyChange(null, { events, parts: context === null ? parts : [...parts, context] }, writeId),
  };
}

import { decide } from '../domain/decide/decide.js';
import { evolveAll } from '../domain/evolve/evolve.js';
import type { Approval, Copy } from '../domain/model/approval.js';
import type { ApprovalEvent } from '../domain/model/events.js';
import type { Installation } from '../domain/model/installation.js';
import type { Requester } from '../domain/model/person.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { readCard } from '../slack/card/card-content.js';
import type { DecidedWithParts } from '../storage/commit.js';
import { newContext, newRevision } from './revision-of.js';

export interface Draft {
  readonly id: string;
  readonly key: string | null;
  readonly keyNumber: number;
  readonly requester: Requester;
  readonly payload: unknown;
  readonly context: readonly string[] | null;
  readonly channels: readonly string[];
  readonly installation: Installation | null;
  /** When a copy may be posted: now, or the second of its channel that it waits for. */
  readonly postsAt: (copy: Copy, now: number) => number;
}

/** What asking a new approval amounts to: its events, and the parts that they refer to. */
export function decideNew(
  { namespace }: Pick<Runtime, 'namespace'>,
  kind: KindDefinition,
  draft: Draft,
  now: number,
): DecidedWithParts {
  const { payload, context: lines, postsAt, ...identity } = draft;
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
  const asked = decide(
    {
      ...identity,
      type: 'ask',
      now,
      namespace,
      kind: kind.name,
      revision: { ...revision, number: 1, previousContentRef: null },
      contextRef: context?.ref ?? null,
      policy: kind.policy,
      steps: kind.steps,
    },
    null,
  ).events;
  const events = [...asked, ...postponePosts(evolveAll(null, asked), postsAt, now)];
  return { events, refusal: null, parts: context === null ? parts : [...parts, context] };
}

/** A copy whose channel is busy is stored with the second that it waits for, in the same put. */
function postponePosts(approval: Approval | null, postsAt: Draft['postsAt'], now: number): readonly ApprovalEvent[] {
  return (approval?.work.copies ?? []).flatMap((copy) => {
    const until = postsAt(copy, now);
    if (approval === null || until <= now) return [];
    const { copyId, wanted } = copy;
    const drawn = { wanted, decided: false };
    return decide({ type: 'record_post', now, copyId, drawn, result: { type: 'busy', until } }, approval).events;
  });
}

import { decide } from '../domain/decide/decide.js';
import { evolveAll } from '../domain/evolve/evolve.js';
import type { Approval, Copy } from '../domain/model/approval.js';
import type { ApprovalEvent } from '../domain/model/events.js';
import type { Installation } from '../domain/model/installation.js';
import type { Asking } from '../domain/model/person.js';
import type { PlaceList } from '../domain/model/place.js';
import type { Policy } from '../domain/model/policy.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { readCard } from '../slack/card/card-content.js';
import type { DecidedWithParts } from '../storage/commit.js';
import { contentOf } from './content-of.js';
import { newContext, newRevision } from './new-revision.js';

/** A new approval before it is decided. */
export interface Draft extends Omit<Asking, 'amenders'>, PlaceList {
  readonly id: string;
  readonly key: string | null;
  readonly keyNumber: number;
  readonly payload: unknown;
  readonly policy: Policy;
  readonly context: readonly string[] | null;
  readonly installation: Installation | null;
  /** Returns when a copy may be posted: now, or in a later second of its channel. */
  readonly postsAt: (copy: Copy, now: number) => number;
}

/** Decides the events of a new approval, with the parts that they refer to. */
export function decideNew(
  app: Pick<Runtime, 'namespace' | 'troubleChannel'>,
  kind: KindDefinition,
  draft: Draft,
  now: number,
): DecidedWithParts {
  const { payload, policy, context: contextLines, postsAt, ...identity } = draft;
  const drawn = readCard(contentOf(kind, payload), contextLines);
  const { revision, parts } = newRevision({
    id: draft.id,
    number: 1,
    kind: kind.name,
    payload,
    drawn,
    policy,
  });
  const context = newContext(drawn.context);
  const troubleChannel = kind.troubleChannel ?? app.troubleChannel;
  const asked = decide(
    {
      ...identity,
      type: 'ask',
      now,
      namespace: app.namespace,
      kind: kind.name,
      revision: { ...revision, number: 1, previousContentRef: null },
      contextRef: context?.ref ?? null,
      policy,
      steps: kind.steps,
      ...(troubleChannel === null ? {} : { troubleChannel }),
    },
    null,
  ).events;
  const events = [...asked, ...postponePosts(evolveAll(null, asked), postsAt, now)];
  return { events, refusal: null, parts: context === null ? parts : [...parts, context] };
}

/** If a channel is busy, the same put stores when its copy will be posted. */
function postponePosts(approval: Approval | null, postsAt: Draft['postsAt'], now: number): readonly ApprovalEvent[] {
  return (approval?.work.copies ?? []).flatMap((copy) => {
    const until = postsAt(copy, now);
    if (approval === null || until <= now) return [];
    const { copyId, wanted } = copy;
    const drawn = { wanted, decided: false };
    return decide({ type: 'record_post', now, copyId, drawn, result: { type: 'busy', until } }, approval).events;
  });
}

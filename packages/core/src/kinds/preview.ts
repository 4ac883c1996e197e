import type { KnownBlock } from '@slack/types';
import { decideNew } from '../commands/decide-new.js';
import type { Approval } from '../domain/model/approval.js';
import { isDirect } from '../domain/model/copies.js';
import { type Place, placesIn, toPlaceList } from '../domain/model/place.js';
import { type Mentions, mentionsOfPost, noMentions } from '../domain/policy/mentions.js';
import { applyChange } from '../record/apply-change.js';
import { randomId } from '../record/ids.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { drawCard } from '../slack/card/card.js';
import { withMentions } from '../slack/card/mention-line.js';
import { cardOf } from '../views/card-of.js';
import { describeRule } from '../views/describe-rule.js';
import type { Asked } from './read-asked.js';

/** What `ask` would post, and whom that notifies. */
export interface Preview {
  readonly blocks: readonly KnownBlock[];
  /** The fallback text for notifications. */
  readonly text: string;
  /** Each approver rule in plain words. */
  readonly approvers: readonly string[];
  /** The people and user groups that the first post mentions, and the people who get the card as a direct message. */
  readonly notifies: readonly string[];
}

/** Draws what `ask` would post. It stores and sends nothing. */
export function preview(app: Runtime, kind: KindDefinition, { payload, policy }: Asked): Preview {
  const places = kind.placesOf(payload);
  const draft = {
    id: randomId(),
    key: null,
    keyNumber: 0,
    requester: 'preview',
    payload,
    policy,
    context: null,
    ...toPlaceList(places),
    installation: null,
    postsAt: (_: unknown, now: number) => now,
  };
  const { events, parts = [] } = decideNew(app, kind, draft, app.clock());
  const approvers = (policy.stages ?? [policy]).flatMap((stage) => stage.approvers.map(describeRule));
  const record = applyChange(null, { events, parts }, '')?.record ?? null;
  if (record === null) return { text: '', blocks: [], approvers, notifies: [] };
  const mentions = mentionsOfFirstPost(record.approval);
  const card = withMentions(drawCard({ ...cardOf(app, record), isNewMessage: true }), mentions);
  return { ...card, approvers, notifies: namesOf(mentions, placesIn({ channels: [], places })) };
}

function mentionsOfFirstPost(approval: Approval): Mentions {
  const first = approval.work.copies.find((copy) => !isDirect(copy));
  return first === undefined ? noMentions : mentionsOfPost(approval, first);
}

function namesOf({ people, groups }: Mentions, places: readonly Place[]): readonly string[] {
  const direct = places.flatMap((place) => (typeof place !== 'string' && place.type === 'user' ? [place.id] : []));
  const named = [...new Set([...people, ...direct])].map((id) => `The person ${id}`);
  return [...named, ...groups.map((id) => `The user group ${id}`)];
}

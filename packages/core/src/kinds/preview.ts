import type { KnownBlock } from '@slack/types';
import { decideNew } from '../commands/decide-new.js';
import { applyChange } from '../record/apply-change.js';
import { randomId } from '../record/ids.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { drawCard } from '../slack/card/card.js';
import { cardOf, describeRule } from '../views/card-of.js';

/** What `ask` would post, and where. */
export interface Preview {
  readonly blocks: readonly KnownBlock[];
  /** The fallback text for notifications. */
  readonly text: string;
  /** Each approver rule in plain words. */
  readonly approvers: readonly string[];
  /** The ids of the channels where the card is posted. */
  readonly notifies: readonly string[];
}

/** Draws what `ask` would post. It stores and sends nothing. */
export function preview(app: Runtime, kind: KindDefinition, payload: unknown): Preview {
  const channels = kind.channelsOf(payload);
  const draft = {
    id: randomId(),
    key: null,
    keyNumber: 0,
    requester: 'preview',
    payload,
    context: null,
    channels,
    installation: null,
    postsAt: (_: unknown, now: number) => now,
  };
  const { events, parts = [] } = decideNew(app, kind, draft, app.clock());
  const record = applyChange(null, { events, parts }, '')?.record ?? null;
  const card = record === null ? { text: '', blocks: [] } : drawCard({ ...cardOf(app, record), isNewMessage: true });
  return { ...card, approvers: kind.policy.approvers.map(describeRule), notifies: channels };
}

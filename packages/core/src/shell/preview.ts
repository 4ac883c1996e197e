import type { KnownBlock } from '@slack/types';
import { randomId } from '../record/ids.js';
import { drawCard } from '../slack/card.js';
import { cardOf, describeRule } from './card-of.js';
import { draftRecord } from './draft.js';
import type { KindDefinition, Shell } from './shell.js';

/** What asking would show, and to whom. */
export interface Preview {
  readonly blocks: readonly KnownBlock[];
  readonly text: string;
  readonly approvers: readonly string[];
  readonly notifies: readonly string[];
}

/** Draws what asking would post; stores and sends nothing. */
export function preview(shell: Shell, kind: KindDefinition, payload: unknown): Preview {
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
  const { record } = draftRecord(shell, kind, draft, '');
  const card = record === null ? { text: '', blocks: [] } : drawCard(cardOf(shell, record));
  return { ...card, approvers: kind.policy.approvers.map(describeRule), notifies: channels };
}

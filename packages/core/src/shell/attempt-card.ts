import type { Copy } from '../domain/approval.js';
import type { Drawn } from '../domain/commands.js';
import { findCopy } from '../domain/copies.js';
import type { SlackOutcome } from '../ports/slack-transport.js';
import { drawCard } from '../slack/card.js';
import { type AttemptContext, type AttemptOutcome, nothingToStore } from './attempt-context.js';
import { cardOf } from './card-of.js';
import { learnInstallation } from './installation-of.js';

/** Posts a copy of the card, in its channel's next free second. */
export async function attemptPost(context: AttemptContext, copyId: number): Promise<AttemptOutcome> {
  const { record, slack, shell } = context;
  const copy = findCopy(record.approval.work.copies, copyId);
  if (copy === null) return nothingToStore;

  const learned = await learnInstallation(context);
  if (learned.installation === null) {
    const { reason, afterMs, isPermanent } = learned;
    const result = isPermanent
      ? ({ type: 'permanent', reason } as const)
      : ({ type: 'retry', afterMs, reason } as const);
    return (now) => [{ type: 'record_post', now, copyId, drawn: drawnOf(context, copy), result }];
  }
  // stored before the card is posted: whoever clicks it, after whatever crash, is compared with it
  if (record.approval.work.installation === null) return learned.commands;
  const freeAt = slack.pace.take(copy.channelId, `${record.approval.id}:${copyId}`, shell.clock());
  if (freeAt > shell.clock()) {
    return (now) => [
      { type: 'record_post', now, copyId, drawn: drawnOf(context, copy), result: { type: 'busy', until: freeAt } },
    ];
  }
  const { text, blocks } = drawCard(cardOf(shell, record));
  const metadata = {
    event_type: 'slack_approval',
    event_payload: { approval_id: record.approval.id, namespace: shell.namespace },
  };
  const outcome = await slack.transport.post({ channelId: copy.channelId, text, blocks, metadata });
  const result = outcome.type === 'ok' ? { type: 'ok' as const, ...outcome.value } : outcome;
  return (now) => [{ type: 'record_post', now, copyId, drawn: drawnOf(context, copy), result }];
}

/** Makes a posted copy show what the record says now. */
export async function attemptSync(context: AttemptContext, copyId: number): Promise<AttemptOutcome> {
  const { record, slack, shell } = context;
  const copy = findCopy(record.approval.work.copies, copyId);
  if (copy === null || copy.ts === null) return nothingToStore;
  const { text, blocks } = drawCard(cardOf(shell, record));
  const outcome: SlackOutcome<null> = await slack.transport.update({
    channelId: copy.channelId,
    ts: copy.ts,
    text,
    blocks,
  });
  return (now) => [{ type: 'record_sync', now, copyId, drawn: drawnOf(context, copy), result: outcome }];
}

function drawnOf({ record }: AttemptContext, copy: Copy): Drawn {
  return { wanted: copy.wanted, decided: record.approval.status !== 'pending' };
}

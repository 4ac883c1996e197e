import { evolveVotes, type VoteEvent } from '../domain/evolve/evolve-vote.js';
import { type ApprovalEvent, isHistoryEvent } from '../domain/model/events.js';
import { appendEvents } from './history.js';
import type { ApprovalRecord, Changed } from './record.js';

/** `applyChange` for the events of a vote that is taken: it brings no parts, names no system, and is no refusal. */
export function applyVote(record: ApprovalRecord, events: readonly VoteEvent[], writeId: string): Changed | null {
  if (events.length === 0) return null;
  const { schemaVersion, parts, refusals } = record;
  const approval = evolveVotes(record.approval, events);
  const all: readonly ApprovalEvent[] = events;
  const { history, addedText } = appendEvents(record.history, all.filter(isHistoryEvent));
  return { record: { schemaVersion, approval, parts, history, refusals, writeId }, addedText };
}

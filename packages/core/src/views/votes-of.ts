import type { Vote } from '../domain/model/approval.js';
import type { VoteView } from '../ports/decision-sink.js';
import { partText } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';

type StoredVote = Pick<Vote, 'by' | 'answer' | 'choice' | 'reasonRef' | 'votedAt' | 'stage' | 'via'>;

/** Votes as programs see them, with their reasons. */
export function votesOf(
  { parts }: Pick<ApprovalRecord, 'parts'>,
  votes: readonly StoredVote[],
  checked: boolean,
): readonly VoteView[] {
  return votes.map(({ by, answer, choice, reasonRef, votedAt, stage, via }) => {
    return { by, answer, choice, reason: partText(parts, reasonRef), votedAt, checked, stage, via };
  });
}

/** In UTF-16 units. A record of 100 votes has room for this and everything else in the body of its delivery. */
const allReasonsLength = 6_000;

/** The votes in a decision: reasons that are too long together are cut to an equal share. */
export function votesInDecision(record: ApprovalRecord): readonly VoteView[] {
  const votes = votesOf(record, record.approval.votes, true);
  const length = votes.reduce((sum, { reason }) => sum + (reason?.length ?? 0), 0);
  if (length <= allReasonsLength) return votes;
  const share = allReasonsLength / votes.filter(({ reason }) => reason !== null).length;
  return votes.map((vote) => ({ ...vote, reason: vote.reason && cut(vote.reason, share) }));
}

// a click loads this without what cleans and cuts the texts of cards
function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

import type { Approval } from '../domain/model/approval.js';
import { limits } from '../domain/model/limits.js';
import type { Person } from '../domain/model/person.js';
import { ownAnswers } from '../domain/policy/own-answers.js';
import { partText } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Ballot } from './ballot.js';

/** The reason of a person's present answer; null: they have not given this answer and choice, or gave no reason with it. */
export function ownReason(
  { approval, parts }: Pick<ApprovalRecord, 'approval' | 'parts'>,
  by: Person,
  { answer, choice }: Pick<Ballot, 'answer' | 'choice'>,
): { readonly ref: string; readonly text: string } | null {
  const newest = ownAnswers(approval, by).at(-1);
  if (newest?.answer !== answer || newest.choice !== choice || newest.reasonRef === null) return null;
  const text = partText(parts, newest.reasonRef);
  return text === null ? null : { ref: newest.reasonRef, text };
}

/** Whether so many votes were cast, changes among them, that later reasons are kept short: a record has to have room for all. */
export function hasManyVotes({ votes, work: { unchecked, changes = [] } }: Approval): boolean {
  const changed = changes.reduce((sum, [, count]) => sum + count, 0);
  return votes.length + unchecked.length + changed >= limits.wholeReasons;
}

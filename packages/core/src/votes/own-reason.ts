import type { Person } from '../domain/model/person.js';
import type { Answer } from '../domain/model/policy.js';
import { ownAnswers } from '../domain/policy/own-answers.js';
import { partText } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';

/** The reason of a person's present answer; null: they have not given this answer, or gave no reason with it. */
export function ownReason(
  { approval, parts }: Pick<ApprovalRecord, 'approval' | 'parts'>,
  by: Person,
  answer: Answer,
): { readonly ref: string; readonly text: string } | null {
  const newest = ownAnswers(approval, by).at(-1);
  if (newest?.answer !== answer || newest.reasonRef === null) return null;
  const text = partText(parts, newest.reasonRef);
  return text === null ? null : { ref: newest.reasonRef, text };
}

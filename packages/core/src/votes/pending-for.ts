import { hasAnswered, type Looker, mayAnswer } from '../domain/access/may-look.js';
import type { Approval } from '../domain/model/approval.js';
import type { Person } from '../domain/model/person.js';
import type { Facts } from '../domain/model/policy.js';
import { judgeVote } from '../domain/policy/judge-vote.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import { knownInstallation } from '../people/known-installation.js';
import { factsToShow } from '../people/look-at.js';
import { exchangeOf, inTime } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { recordsOf } from '../storage/records-of.js';
import { type ApprovalView, toApproval } from '../views/to-approval.js';

/** The maximum number of pending approvals that are read, newest first. */
export const maxPendingRows = 100;

/** The approvals that a person can vote on now, newest first. */
export interface PendingFor {
  readonly approvals: readonly ApprovalView<unknown>[];
  /** true: there are older pending approvals that were not read. */
  readonly isPartial: boolean;
}

/** Lists what a person can vote on now, out of the newest 100 pending approvals. Their App Home lists the same, out of 500. */
export async function pendingFor(
  app: Runtime,
  slack: SlackAccess,
  person: Person,
  options: { readonly channelId?: string },
): Promise<PendingFor> {
  refuseUnknownKeys('pendingFor', options, { channelId: true }, 'invalid_argument');
  refuseUnknownKeys(
    'The person of pendingFor',
    person,
    { userId: true, teamId: true, enterpriseId: true },
    'invalid_argument',
  );
  const exchange = exchangeOf(undefined);
  const page = recordsOf(app, { status: 'pending', limit: maxPendingRows });
  const { records, isPartial } = await inTime(exchange, page);
  const looker = { person, channelId: options.channelId ?? null, installation: knownInstallation(slack) };
  const approvals = records.map(({ approval }) => approval);
  const facts = await factsToShow({ slack, exchange }, looker, approvals, mayAnswer);
  const now = app.clock();
  const pending = records.filter(({ approval }) => isPendingFor(approval, looker, facts, now));
  return { approvals: pending.map(toApproval), isPartial };
}

/** Tells whether this person has not answered, and a vote of theirs would count now. It judges a rejection, as who may reject may also approve. */
export function isPendingFor(approval: Approval, looker: Looker, facts: Facts, now: number): boolean {
  const { person, channelId, installation } = looker;
  if (hasAnswered(approval, person)) return false;
  const vote = {
    by: person,
    answer: 'reject',
    choice: undefined,
    channelId,
    digest: null,
    reason: 'to_come',
    installation,
    facts,
  } as const;
  return judgeVote(approval, vote, now).answer === 'allowed';
}

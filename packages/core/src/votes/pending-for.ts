import { type Looker, mayAnswer } from '../domain/access/may-look.js';
import type { Approval } from '../domain/model/approval.js';
import type { Person } from '../domain/model/person.js';
import type { Facts } from '../domain/model/policy.js';
import { judgeVote } from '../domain/policy/judge-vote.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import { knownInstallation } from '../people/known-installation.js';
import { factsToShow } from '../people/look.js';
import { exchangeOf, inTime } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { recordsOf } from '../storage/records-of.js';
import { type ApprovalView, toApproval } from '../views/to-approval.js';

/** Open approvals that are looked at, the newest first. */
export const maxPendingRows = 100;

/** What one person may answer and has not, newest asked first. */
export interface PendingFor {
  readonly approvals: readonly ApprovalView<unknown>[];
  /** true: there are older open approvals that were not looked at. */
  readonly isPartial: boolean;
}

/** What a person may answer and has not, of the newest 100 that are open: what their App Home lists. */
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
  const open = recordsOf(app, { status: 'pending', limit: maxPendingRows });
  const { records, isPartial } = await inTime(exchange, open);
  const looker = { person, channelId: options.channelId ?? null, installation: knownInstallation(slack) };
  const approvals = records.map(({ approval }) => approval);
  const facts = await factsToShow({ slack, exchange }, looker, approvals, mayAnswer);
  const now = app.clock();
  const pending = records.filter(({ approval }) => isPendingFor(approval, looker, facts, now));
  return { approvals: pending.map(toApproval), isPartial };
}

/** Whether an answer of this person would count now. Who may reject may approve: the answers differ only in the group that an approval counts for. */
export function isPendingFor(approval: Approval, looker: Looker, facts: Facts, now: number): boolean {
  const { person, channelId, installation } = looker;
  const vote = {
    by: person,
    answer: 'reject',
    channelId,
    digest: null,
    reason: 'to_come',
    installation,
    facts,
  } as const;
  return judgeVote(approval, vote, now).answer === 'allowed';
}

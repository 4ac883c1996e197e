import { type CommandResult, refusalResult } from '../commands/command.js';
import { limits } from '../domain/model/limits.js';
import type { Answer, UserRule } from '../domain/model/policy.js';
import { refusal } from '../domain/model/refusal.js';
import { SlackApprovalError } from '../errors.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { KnownKeys } from '../options/unknown-keys.js';
import { exchangeOf } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { isUserId } from '../slack/blocks/mrkdwn.js';
import { cleanText, cutText } from '../slack/blocks/text.js';
import { unreadable } from '../views/explain-end.js';
import { toApproval } from '../views/to-approval.js';
import { castVote } from './cast-vote.js';

/** A vote that did not come through Slack's buttons. `via` says how it came, for the record. */
export interface ProgramVote {
  readonly by: UserRule;
  readonly answer: Answer;
  readonly reason?: string;
  /** The digest of the revision that this person saw. */
  readonly digest: string;
  readonly via: string;
}

const knownFields = {
  by: true,
  answer: true,
  reason: true,
  digest: true,
  via: true,
} satisfies KnownKeys<ProgramVote>;

/** What a compiler would have refused may come from a form or a command line, and must not count as some other answer. */
function checkVote(vote: ProgramVote): void {
  refuseUnknownKeys('vote', vote, knownFields, 'invalid_argument');
  const { by, answer, reason, via } = vote;
  const known: readonly unknown[] = ['approve', 'reject'];
  if (!isUserId(String(by?.id)) || !known.includes(answer))
    throw new SlackApprovalError(
      'invalid_argument',
      'A vote is by user(…) with a Slack user id, and its answer is "approve" or "reject".',
    );
  refuseUnknownKeys('vote({ by })', by, { type: true, id: true }, 'invalid_argument');
  if ([reason, via].some((text) => text !== undefined && typeof text !== 'string'))
    throw new SlackApprovalError('invalid_argument', 'A vote’s reason and via are texts.');
}

/** Casts a vote that came another way than by Slack's buttons, under the same rules. */
export async function programVote(
  app: Runtime,
  slack: SlackAccess,
  id: string,
  vote: ProgramVote,
): Promise<CommandResult<unknown>> {
  checkVote(vote);
  const reason = vote.reason === undefined ? '' : cutText(cleanText(vote.reason).trim(), limits.reasonLength);
  const by = { userId: vote.by.id, teamId: null, enterpriseId: null };
  const ballot = {
    approvalId: id,
    digest: vote.digest,
    by,
    answer: vote.answer,
    reason: reason === '' ? null : reason,
    // it stands in the history, which a vote may not fill
    via: cutText(cleanText(vote.via ?? ''), limits.viaLength),
    seen: null,
    actionTs: null,
    installation: null,
  };
  const cast = await castVote({ app, slack, exchange: exchangeOf(undefined) }, ballot);
  if (cast.type === 'newer') return refusalResult(refusal('not_found', unreadable.newer), null);
  if (cast.type !== 'refused') return { ok: true, approval: toApproval(cast.loaded.record), changed: true };
  // best effort: what was refused stays refused, stored or not
  await app.work.track(cast.storeRefusal());
  return refusalResult(cast.refusal, cast.loaded?.record ?? null);
}

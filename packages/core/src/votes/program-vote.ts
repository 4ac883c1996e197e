import { type CommandResult, refusalResult, saidResult } from '../commands/run-command.js';
import { limits } from '../domain/model/limits.js';
import type { Answer, UserRule } from '../domain/model/policy.js';
import { SlackApprovalError } from '../errors.js';
import { isPlainObject } from '../is-plain-object.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { KnownKeys } from '../options/unknown-keys.js';
import type { Call } from '../runtime/call.js';
import { exchangeOf } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { isUserId } from '../slack/blocks/mrkdwn.js';
import { cleanText, cutText } from '../slack/blocks/text.js';
import { notShown } from '../views/explain-end.js';
import { toApproval } from '../views/to-approval.js';
import type { Ballot } from './ballot.js';
import { type Cast, castVote } from './cast-vote.js';
import { prepareEdit } from './prepare-edit.js';
import { withEdit } from './with-edit.js';

/** A vote of a person who did not click in Slack. */
export interface ProgramVote {
  readonly by: UserRule;
  readonly answer: Answer;
  /** The id of the choice, if the kind has choices. @default none */
  readonly choice?: string;
  /** Cut after 500 characters. @default none */
  readonly reason?: string;
  /** The `digest` of the approval that this person saw. */
  readonly digest: string;
  /** How the vote came, for the record, such as `cli`. */
  readonly via: string;
  /** What the approver changed, by the names of the kind's `inputs`. Only with `approve`. @default nothing */
  readonly edit?: Readonly<Record<string, unknown>>;
}

const knownFields = {
  by: true,
  answer: true,
  choice: true,
  reason: true,
  digest: true,
  via: true,
  edit: true,
} satisfies KnownKeys<ProgramVote>;

/** The values may come from a form or a command line, unchecked by a compiler. */
function checkVote(vote: ProgramVote): void {
  refuseUnknownKeys('vote', vote, knownFields, 'invalid_argument');
  const { by, answer, choice, reason, via, edit } = vote;
  const known: readonly unknown[] = ['approve', 'reject'];
  if (!isUserId(String(by?.id)) || !known.includes(answer))
    throw new SlackApprovalError(
      'invalid_argument',
      '`by` must be user(…) with a Slack user id, and `answer` must be "approve" or "reject".',
    );
  refuseUnknownKeys('vote({ by })', by, { type: true, id: true }, 'invalid_argument');
  if ([choice, reason, via].some((text) => text !== undefined && typeof text !== 'string'))
    throw new SlackApprovalError('invalid_argument', '`choice`, `reason` and `via` must be texts.');
  if (edit !== undefined && (answer !== 'approve' || !isPlainObject(edit)))
    throw new SlackApprovalError('invalid_argument', '`edit` must be values by the names of inputs, with "approve".');
}

/** Casts a vote of a person who did not click in Slack. The same rules apply. */
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
    choice: vote.choice ?? null,
    reason: reason === '' ? null : reason,
    // cut, because it is stored in the history, which has a limit
    via: cutText(cleanText(vote.via ?? ''), limits.viaLength),
    seen: null,
    actionTs: null,
    installation: null,
  };
  const call = { app, slack, exchange: exchangeOf(undefined) };
  const cast = await castEdited(call, ballot, vote.edit);
  if (cast.type === 'newer') return refusalResult(app, notShown.newer, null);
  if (cast.type !== 'refused') return { ok: true, approval: toApproval(cast.loaded.record), changed: true };
  // best effort: the vote is refused even if this is not stored
  await app.work.track(cast.storeRefusal());
  return saidResult(cast.code, cast.said, cast.loaded?.record ?? null);
}

async function castEdited(
  call: Pick<Call<unknown>, 'app' | 'slack' | 'exchange'>,
  ballot: Ballot,
  values: ProgramVote['edit'],
): Promise<Cast> {
  if (values === undefined) return await castVote(call, ballot);
  const edited = await withEdit(call, ballot, async (record) => await prepareEdit(call.app, record, ballot.by, values));
  return await castVote(call, edited.ballot, edited.known);
}

import { SlackApprovalError } from '../errors.js';
import type { Decision } from '../ports/decision-sink.js';
import { computeDigest } from '../record/hashing/digest.js';

/**
 * Computes the digest of what people saw from the parts of a decision.
 *
 * Compare it with `digest`. If they differ, the payload, the content of the card or the policy is not what people decided on.
 *
 * @throws {SlackApprovalError} erased — the payload and the salt were erased, so the digest can't be computed any more
 * @throws {SlackApprovalError} invalid_argument — `seen.salt` is missing, as in a webhook's own `body`
 */
export function digestOf(decision: Decision<unknown>): string {
  const { approvalId: id, revision, kind, payload } = decision;
  // a decision from outside can lack everything
  const { salt, content, policy }: Partial<Decision<unknown>['seen']> = decision.seen ?? {};
  if (salt === null)
    throw new SlackApprovalError('erased', 'The digest cannot be computed: what people saw was erased.');
  if (typeof salt !== 'string')
    throw new SlackApprovalError(
      'invalid_argument',
      'The digest cannot be computed: the decision has no `seen.salt`. Pass it as the sink or the webhook got it.',
    );
  return computeDigest({ id, revision, salt, kind, payload, content, policy });
}

import type { Requester } from '../domain/person.js';
import { looksLikeUserId } from '../domain/person.js';
import type { UserRule } from '../domain/policy.js';
import { SlackApprovalError } from '../errors.js';

const mostNameLength = 200;

/**
 * Who asked: `user('U…')` for a person, a plain name for a system.
 *
 * @throws {SlackApprovalError} invalid_requester — no name, a very long one, or a name that looks like a Slack user id
 */
export function readRequester(requester: string | UserRule): Requester {
  if (typeof requester !== 'string') return { userId: requester.id, teamId: null, enterpriseId: null };
  if (requester.trim() === '' || requester.length > mostNameLength) {
    throw new SlackApprovalError(
      'invalid_requester',
      `Say who asks: a name of 1 to ${mostNameLength} characters, or user('U…').`,
    );
  }
  if (looksLikeUserId(requester)) {
    throw new SlackApprovalError(
      'invalid_requester',
      "This name looks like a Slack user id: write user('U…') for a person, so that they cannot approve what they asked for.",
    );
  }
  return requester;
}

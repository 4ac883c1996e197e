import { limits } from '../domain/model/limits.js';
import type { Person, Requester } from '../domain/model/person.js';
import { looksLikeUserId } from '../domain/model/person.js';
import type { UserRule } from '../domain/model/policy.js';
import { SlackApprovalError } from '../errors.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import { isUserId } from '../slack/blocks/mrkdwn.js';
import { cleanText } from '../slack/blocks/text.js';

const mentionPattern = /<@[UW][A-Z0-9]+[|>]/;

/**
 * Reads a requester: `user('U…')` for a person, or the name of a system.
 *
 * @throws {SlackApprovalError} invalid_requester — it is missing or too long, or a name looks like a Slack user id
 */
export function readRequester(requester: string | UserRule): Requester {
  if (typeof requester !== 'string')
    return readPerson(requester, 'invalid_requester', 'A requester must be a name, or');
  if (requester.trim() === '' || requester.length > limits.requesterLength) {
    throw new SlackApprovalError(
      'invalid_requester',
      `A requester must be a name of 1 to ${limits.requesterLength} characters, or user('U…').`,
    );
  }
  // check the text that people see: invisible characters must not hide an id
  if (looksLikeUserId(cleanText(requester).trim()) || mentionPattern.test(requester)) {
    throw new SlackApprovalError(
      'invalid_requester',
      "This name looks like a Slack user id: use user('U…') for a person, so that they cannot approve what they asked for.",
    );
  }
  return requester;
}

/**
 * Reads the person that a requester asks for.
 *
 * @throws {SlackApprovalError} invalid_argument — it is not `user('U…')`
 */
export function readOnBehalfOf(rule: UserRule | undefined): { readonly onBehalfOf?: Person } {
  if (rule === undefined) return {};
  return { onBehalfOf: readPerson(rule, 'invalid_argument', '`onBehalfOf` must be') };
}

function readPerson(rule: UserRule | undefined, code: 'invalid_requester' | 'invalid_argument', must: string): Person {
  const userId = rule?.id ?? '';
  if (isUserId(userId)) {
    refuseUnknownKeys('user(…)', rule, { type: true, id: true }, code);
    return { userId, teamId: null, enterpriseId: null };
  }
  throw new SlackApprovalError(code, `${must} user(…) with a Slack user id such as U0ALICE.`);
}

import type { ApproverRule, UserRule } from '../model/policy.js';

/** A person by Slack user id: as an approver, or as whoever asks, withdraws or votes. */
export function user(id: string): UserRule {
  return { type: 'user', id };
}

/**
 * Members of a Slack user group.
 *
 * With a count the group is needed: that many of the approvals have to count for it, besides the quorum.
 */
export function usergroup(id: string, count?: number): ApproverRule {
  return { type: 'usergroup', id, count: count ?? null };
}

/**
 * Whoever is in the channel of the card, by clicking it there.
 *
 * Guests and bots are not admitted.
 */
export function channelMembers(): ApproverRule {
  return { type: 'channelMembers' };
}

/** Any full member of the workspace. */
export function anyone(): ApproverRule {
  return { type: 'anyone' };
}

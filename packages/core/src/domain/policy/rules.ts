import type { ApproverRule, UserRule } from '../model/policy.js';

/** Names a person by Slack user id: an approver, or the person who asks, withdraws or votes. */
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
 * Admits everyone in the channel of the card, if they click there.
 *
 * It admits no guests and no bots.
 */
export function channelMembers(): ApproverRule {
  return { type: 'channelMembers' };
}

/** Any full member of the workspace. */
export function anyone(): ApproverRule {
  return { type: 'anyone' };
}

import { type ApproverRule, channelMembers, user, usergroup } from '@k8s-pizza/slack-approval';
import type { SlackConfig } from './config.js';

/** Who may decide: the people and groups that are named, else whoever is in the channel. */
export function approversOf({ approvers }: SlackConfig): readonly ApproverRule[] {
  if (approvers.length === 0) return [channelMembers()];
  return approvers.map((id) => (id.startsWith('S') ? usergroup(id) : user(id)));
}

import type { ApproverRule } from '../domain/model/policy.js';

/** Describes a rule in plain words. */
export function describeRule(rule: ApproverRule): string {
  switch (rule.type) {
    case 'user':
      return `The person ${rule.id}`;
    case 'usergroup':
      return rule.count === null
        ? `Members of the user group ${rule.id}`
        : `${rule.count} from the user group ${rule.id}`;
    case 'channelMembers':
      return 'Members of the channel the card is in';
    case 'anyone':
      return 'Anyone in this workspace';
    default:
      return rule satisfies never;
  }
}

import type { ApproverRule } from '../../domain/model/policy.js';
import type { Messages } from '../../messages/words/messages.js';
import type { Leaf } from '../blocks/rich-text.js';
import type { CardView } from './card-view.js';
import { live, liveLeaves } from './live-leaves.js';

/** Shows a rule in Slack, which replaces ids with the names of people and groups. */
export function ruleLeaves(rule: ApproverRule, words: Messages): readonly Leaf[] {
  return liveLeaves(ruleText(rule, words));
}

function ruleText(rule: ApproverRule, words: Messages): string {
  switch (rule.type) {
    case 'user':
      return live.person({ userId: rule.id });
    case 'usergroup': {
      const group = live.group(rule.id);
      return rule.count === null ? words.membersOf({ group }) : words.countFrom({ count: rule.count, group });
    }
    case 'channelMembers':
      return words.membersOfCardsChannel;
    case 'anyone':
      return words.anyoneInWorkspace;
    default:
      return rule satisfies never;
  }
}

const maxRules = 3;

/**
 * Who has to approve yet, each in a few words and with mentions; empty if there is nobody to name.
 *
 * A new message names no one, because its mentions notify: there the mention line alone mentions people.
 */
export function stillNeededText({ stillNeeded, isNewMessage, words }: CardView): string {
  if (stillNeeded === null) return '';
  const { groups, count, rules } = stillNeeded;
  if (isNewMessage) {
    const inGroups = groups.reduce((sum, group) => sum + group.count, 0);
    return inGroups === 0 ? '' : words.neededFromGroups({ count: inGroups });
  }
  const names = rules.slice(0, maxRules).map((rule) => nameText(rule, words));
  const more = rules.length > maxRules ? ['…'] : [];
  return words.listed({
    names: [
      ...groups.map((group) => words.neededFrom({ count: group.count, names: live.group(group.id) })),
      ...(names.length === 0 ? [] : [words.neededFrom({ count, names: [...names, ...more].join(' / ') })]),
    ],
    more: 0,
  });
}

function nameText(rule: ApproverRule, words: Messages): string {
  switch (rule.type) {
    case 'user':
      return live.person({ userId: rule.id });
    case 'usergroup':
      return live.group(rule.id);
    case 'channelMembers':
      return words.channelMembers;
    case 'anyone':
      return words.anyone;
    default:
      return rule satisfies never;
  }
}

import type { ApproverRule } from '../../domain/model/policy.js';
import { type Leaf, textLeaf, usergroupLeaf, userLeaf } from '../blocks/rich-text.js';
import type { CardView } from './card-view.js';
import type { Messages } from './messages.js';

/** Shows a rule in Slack, which replaces ids with the names of people and groups. */
export function ruleLeaves(rule: ApproverRule): readonly Leaf[] {
  switch (rule.type) {
    case 'user':
      return [userLeaf(rule.id)];
    case 'usergroup':
      return [rule.count === null ? 'Members of ' : `${rule.count} from `, usergroupLeaf(rule.id)];
    case 'channelMembers':
      return ['Members of the channel the card is in'];
    case 'anyone':
      return ['Anyone in this workspace'];
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
export function stillNeededLeaves({ stillNeeded, isNewMessage, words }: CardView): readonly Leaf[] {
  if (stillNeeded === null) return [];
  const { groups, count, rules } = stillNeeded;
  if (isNewMessage) {
    const inGroups = groups.reduce((sum, group) => sum + group.count, 0);
    return inGroups === 0 ? [] : [textLeaf(words.neededFromGroups({ count: inGroups }))];
  }
  const names = rules.slice(0, maxRules).map((rule) => nameLeaf(rule, words));
  const more = rules.length > maxRules ? [textLeaf('…')] : [];
  return joined(', ', [
    ...groups.map((group) => fromLeaves(group.count, [usergroupLeaf(group.id)], words)),
    ...(names.length === 0 ? [] : [fromLeaves(count, [...names, ...more], words)]),
  ]);
}

function fromLeaves(count: number, names: readonly Leaf[], words: Messages): readonly Leaf[] {
  return [
    textLeaf(`${words.neededFrom({ count })} `),
    ...joined(
      ' / ',
      names.map((name) => [name]),
    ),
  ];
}

function nameLeaf(rule: ApproverRule, words: Messages): Leaf {
  switch (rule.type) {
    case 'user':
      return userLeaf(rule.id);
    case 'usergroup':
      return usergroupLeaf(rule.id);
    case 'channelMembers':
      return textLeaf(words.channelMembers);
    case 'anyone':
      return textLeaf(words.anyone);
    default:
      return rule satisfies never;
  }
}

function joined(separator: string, parts: readonly (readonly Leaf[])[]): readonly Leaf[] {
  return parts.flatMap((part, index): readonly Leaf[] => (index === 0 ? part : [separator, ...part]));
}

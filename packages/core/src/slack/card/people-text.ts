import type { Requester } from '../../domain/model/person.js';
import { escapeMrkdwn, mention } from '../blocks/mrkdwn.js';
import { type Leaf, textLeaf, userLeaf } from '../blocks/rich-text.js';
import { mrkdwn, plain, type Text } from '../blocks/text-objects.js';

/** A person as a mention, or the literal name of a system. */
export function requesterMrkdwn(requester: Requester): string {
  return typeof requester === 'string' ? escapeMrkdwn(requester) : mention(requester.userId);
}

/** The requester after our own words. The name of a system is never markup. */
export function requesterText(words: string, requester: Requester): Text {
  return typeof requester === 'string'
    ? plain(`${words} ${requester}`)
    : mrkdwn(`${words} ${mention(requester.userId)}`);
}

export function requesterLeaf(requester: Requester): Leaf {
  return typeof requester === 'string' ? textLeaf(requester) : userLeaf(requester.userId);
}

const maxPeople = 20;

/** People as mentions, separated by commas: the first 20, then how many more. */
export function peopleLeaves(people: readonly { readonly userId: string }[]): readonly Leaf[] {
  const leaves = people
    .slice(0, maxPeople)
    .flatMap(({ userId }, index): readonly Leaf[] => (index === 0 ? [userLeaf(userId)] : [', ', userLeaf(userId)]));
  const omitted = people.length - maxPeople;
  return omitted > 0 ? [...leaves, ` and ${omitted} more`] : leaves;
}

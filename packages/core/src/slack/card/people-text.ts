import type { Requester } from '../../domain/model/person.js';
import { escapeMrkdwn, mention } from '../blocks/mrkdwn.js';
import { type Leaf, textLeaf, userLeaf } from '../blocks/rich-text.js';
import { mrkdwn, plain, type Text } from '../blocks/text-objects.js';
import type { CardView } from './card-view.js';

/** The requester in a sentence of mrkdwn, and for whom they ask. */
export function askedByMrkdwn({ requester, onBehalfOf }: Pick<CardView, 'requester' | 'onBehalfOf'>): string {
  const by = typeof requester === 'string' ? escapeMrkdwn(requester) : mention(requester.userId);
  return onBehalfOf === null ? by : `${by} on behalf of ${mention(onBehalfOf.userId)}`;
}

/** The requester after our own words. The name of a system is never markup. */
export function requesterText(words: string, requester: Requester): Text {
  return typeof requester === 'string'
    ? plain(`${words} ${requester}`)
    : mrkdwn(`${words} ${mention(requester.userId)}`);
}

/** Who asked, and for whom. */
export function askedTexts({ requester, onBehalfOf }: Pick<CardView, 'requester' | 'onBehalfOf'>): readonly Text[] {
  const asked = requesterText('Asked by', requester);
  return onBehalfOf === null ? [asked] : [asked, requesterText('On behalf of', onBehalfOf)];
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

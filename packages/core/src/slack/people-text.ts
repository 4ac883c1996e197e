import type { Requester } from '../domain/person.js';
import { escapeMrkdwn, isUserId, mention } from './mrkdwn.js';
import { channelLeaf, type Leaf, textLeaf, userLeaf } from './rich-text.js';
import { mrkdwn, plain, type Text } from './text-objects.js';

/** A person as a mention, a system by its name as literal text. */
export function requesterMrkdwn(requester: Requester): string {
  return typeof requester === 'string' ? escapeMrkdwn(requester) : mention(requester.userId);
}

/** The same beside words of ours, as an object in which no name is markup. */
export function requesterText(words: string, requester: Requester): Text {
  return typeof requester === 'string'
    ? plain(`${words} ${requester}`)
    : mrkdwn(`${words} ${mention(requester.userId)}`);
}

export function requesterLeaf(requester: Requester): Leaf {
  return typeof requester === 'string' ? textLeaf(requester) : userLeaf(requester.userId);
}

const mostPeople = 20;

/** People as mentions with commas between them; of very many the first. */
export function peopleLeaves(people: readonly { readonly userId: string }[]): readonly Leaf[] {
  const leaves = people
    .slice(0, mostPeople)
    .flatMap(({ userId }, index): readonly Leaf[] => (index === 0 ? [userLeaf(userId)] : [', ', userLeaf(userId)]));
  const omitted = people.length - mostPeople;
  return omitted > 0 ? [...leaves, ` and ${omitted} more`] : leaves;
}

/** A channel is mentioned only after words of ours: the names in an explanation are other people's. */
const mentionPattern = /(<@[A-Z0-9]+>|(?<=please use the card in )<#[CGD][A-Z0-9]+>)/;

/** An explanation of ours: everything literal but the mentions of people, and of the channel to go to. */
export function explanationLeaves(explanation: string): readonly Leaf[] {
  // split by a group, every second part is what the group found
  return explanation
    .split(mentionPattern)
    .map((part, index) => (index % 2 === 1 ? mentionLeaf(part) : part))
    .filter((leaf) => leaf !== '');
}

function mentionLeaf(found: string): Leaf {
  const id = found.slice(2, -1);
  if (found.startsWith('<#')) return channelLeaf(id);
  return isUserId(id) ? userLeaf(id) : found;
}

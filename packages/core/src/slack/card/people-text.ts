import type { Messages } from '../../messages/words/messages.js';
import type { Text } from '../blocks/text-objects.js';
import type { CardView } from './card-view.js';
import { live, liveText } from './live-leaves.js';

/** Who asked, and for whom. The name of a system is never markup. */
export function askedTexts({
  requester,
  onBehalfOf,
  words,
}: Pick<CardView, 'requester' | 'onBehalfOf' | 'words'>): readonly Text[] {
  const asked = liveText(words.askedBy({ by: live.requester(requester) }));
  return onBehalfOf === null ? [asked] : [asked, liveText(words.onBehalfOf({ person: live.person(onBehalfOf) }))];
}

const maxPeople = 20;

/** People as mentions: the first 20, then how many more. */
export function peopleText(people: readonly { readonly userId: string }[], words: Messages): string {
  return words.listed({
    names: people.slice(0, maxPeople).map(live.person),
    more: Math.max(0, people.length - maxPeople),
  });
}

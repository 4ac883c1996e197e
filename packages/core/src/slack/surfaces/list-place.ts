import type { Button } from '@slack/types';
import type { Messages } from '../../messages/words/messages.js';
import { button } from '../blocks/elements.js';
import { type ActionVerb, actionId } from '../request/action-ids.js';

/** Where a page of a list begins or ends. Lists are sorted by `askedAt`, then by id, both descending. */
export interface ListPlace {
  readonly askedAt: number;
  readonly id: string;
}

const pattern = /^p1\.(\d{1,16})\.(a[a-z2-7]{25})$/;

export function placeValue({ askedAt, id }: ListPlace): string {
  return `p1.${askedAt}.${id}`;
}

/** @returns null for anything that `placeValue` did not write */
export function parsePlace(value: string | null): ListPlace | null {
  const [, askedAt, id] = pattern.exec(value ?? '') ?? [];
  return askedAt === undefined || id === undefined ? null : { askedAt: Number(askedAt), id };
}

/** Whether `one` comes before `other` in a list. */
export function isBefore(one: ListPlace, other: ListPlace): boolean {
  return one.askedAt > other.askedAt || (one.askedAt === other.askedAt && one.id > other.id);
}

/** A page of a list, as far as its buttons need it. */
interface Paged {
  readonly namespace: string;
  readonly words: Messages;
  readonly previous: ListPlace | null;
  readonly next: ListPlace | null;
}

/** The buttons for the pages before and after. @param title - what is listed, for screen readers */
export function pageButtons({ namespace, words, previous, next }: Paged, title: string): readonly Button[] {
  const to = (verb: ActionVerb, text: string, place: ListPlace | null): readonly Button[] =>
    place === null
      ? []
      : [
          button({
            text,
            actionId: actionId(namespace, verb),
            value: placeValue(place),
            accessibilityLabel: `${text}: ${title}`,
          }),
        ];
  return [...to('previous_page', words.previousPage, previous), ...to('next_page', words.nextPage, next)];
}

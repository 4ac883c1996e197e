import { marked, partsOf, unmarked } from '../../domain/model/live-text.js';
import type { Person, Requester } from '../../domain/model/person.js';
import { leavesMrkdwn } from '../blocks/leaves-mrkdwn.js';
import { instantFormat, isUserId } from '../blocks/mrkdwn.js';
import { channelLeaf, dateLeaf, type Leaf, textLeaf, usergroupLeaf, userLeaf } from '../blocks/rich-text.js';
import { mrkdwn, plain, type Text } from '../blocks/text-objects.js';

/** What stands for a live part in the sentences of `Messages`, and for words in bold. */
export const live = {
  person: ({ userId }: Pick<Person, 'userId'>): string => marked('@', userId),
  /** A person as a mention, a system by its name. */
  requester: (requester: Requester): string =>
    typeof requester === 'string' ? unmarked(requester) : marked('@', requester.userId),
  group: (id: string): string => marked('&', id),
  /** A channel, or a person for a direct message. */
  place: (id: string): string => marked(isUserId(id) ? '@' : '#', id),
  instant: (ms: number): string => marked('t', String(ms)),
  bold: (text: string): string => marked('b', text),
} as const;

/** A sentence as leaves: what is marked in it is live, all the rest is literal. */
export function liveLeaves(text: string): readonly Leaf[] {
  return partsOf(text).map((part) => (typeof part === 'string' ? part : liveLeaf(part)));
}

function liveLeaf({ type, value }: Exclude<ReturnType<typeof partsOf>[number], string>): Leaf {
  switch (type) {
    case '@':
      return userLeaf(value);
    case '&':
      return usergroupLeaf(value);
    case '#':
      return channelLeaf(value);
    case 't':
      return dateLeaf(Number(value), instantFormat);
    case 'b':
      return textLeaf(value, { bold: true });
  }
}

/** A sentence as mrkdwn, in which Slack parses nothing but what is live. */
export function liveMrkdwn(text: string): string {
  return leavesMrkdwn(liveLeaves(text));
}

/** A sentence in a context block. It is mrkdwn only if something in it is live. */
export function liveText(text: string): Text {
  const parts = partsOf(text);
  return parts.every((part) => typeof part === 'string') ? plain(text) : mrkdwn(liveMrkdwn(text));
}

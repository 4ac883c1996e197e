import type { Trouble } from '../../domain/model/approval.js';
import { leavesMrkdwn } from '../blocks/leaves-mrkdwn.js';
import { slackLimits } from '../blocks/limits.js';
import {
  channelLeaf,
  type Leaf,
  linkLeaf,
  richText,
  richTextList,
  richTextSection,
  textLeaf,
} from '../blocks/rich-text.js';
import { cutText, fitMrkdwn } from '../blocks/text.js';
import type { DrawnMessage } from '../card/card.js';
import type { CardView } from '../card/card-view.js';
import { shownLengths } from '../card/shown-lengths.js';

/** One trouble as the trouble channel shows it. */
export interface TroubleLine {
  readonly leaves: readonly Leaf[];
}

/** Where the card is: its channel, and a link to its message. */
export interface CardPlace {
  readonly channelId: string;
  readonly url: string | null;
}

/** A message tells this many troubles, and how many more there are. */
export const maxTroubles = 15;

/** Draws what went wrong with one approval, with a link to its card. `problem` says why, in words. */
export function troubleLine(
  view: CardView,
  topic: Trouble,
  problem: string | null,
  card: CardPlace | null,
): TroubleLine {
  const title = textLeaf(cutText(view.content?.title ?? view.words.erased, shownLengths.title), { bold: true });
  const why = problem === null ? '' : `: ${cutText(problem, shownLengths.deliveryReason)}`;
  return { leaves: [title, ` ${whatHappened(view, topic)}${why} `, cardLeaf(view, card)] };
}

/** Says what is wrong with an approval, as the rest of a sentence. */
export function whatHappened({ status }: CardView, topic: Trouble): string {
  switch (topic.type) {
    case 'delivery_dead':
      return status === 'approved'
        ? 'was approved, and never carried out'
        : `is ${status}, and its source does not know`;
    case 'step_failed':
      return `was approved, and the step "${topic.step}" failed`;
    case 'card_waiting':
      return 'cannot show its card';
    case 'stuck':
      return 'crashed every process that worked on it, so only its expiry still works';
    default:
      return topic satisfies never;
  }
}

function cardLeaf({ words, id }: CardView, card: CardPlace | null): Leaf {
  if (card === null) return `(${id})`;
  return card.url === null ? channelLeaf(card.channelId) : linkLeaf(card.url, words.openCard);
}

/** Draws one message that tells all of them. `more`: troubles that are only counted. */
export function drawTroubles(lines: readonly TroubleLine[], more: number): DrawnMessage {
  const shown = lines.map(({ leaves }) => leaves);
  const all = more > 0 ? [...shown, [`and ${more} more`]] : shown;
  const text = fitMrkdwn(['⚠ Needs attention', ...all.map(leavesMrkdwn)].join('\n'), slackLimits.messageText);
  const heading = richTextSection([textLeaf('⚠ Needs attention', { bold: true })]);
  const [only, ...others] = all;
  const body = only !== undefined && others.length === 0 ? richTextSection(only) : richTextList(all);
  return { text, blocks: [richText([heading, body])] };
}

import type { Trouble } from '../../domain/model/approval.js';
import { unmarked } from '../../domain/model/live-text.js';
import type { Messages } from '../../messages/words/messages.js';
import { leavesMrkdwn } from '../blocks/leaves-mrkdwn.js';
import { slackLimits } from '../blocks/limits.js';
import { escapeMrkdwn } from '../blocks/mrkdwn.js';
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
import { live, liveLeaves } from '../card/live-leaves.js';
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
  const title = live.bold(cutText(view.content?.title ?? view.words.erased, shownLengths.title));
  const why = problem === null ? null : unmarked(cutText(problem, shownLengths.deliveryReason));
  return { leaves: [...liveLeaves(troubleText(view, topic, { title, why })), ' ', cardLeaf(view, card)] };
}

/** Says what is wrong with an approval. */
export function troubleText(
  { status, words }: CardView,
  topic: Trouble,
  about: { readonly title: string | null; readonly why: string | null },
): string {
  switch (topic.type) {
    case 'delivery_dead':
      // a question that is pending has no delivery
      return words.deliveryDead({ ...about, outcome: status === 'pending' ? 'withdrawn' : status });
    case 'step_failed':
      return words.stepFailed({ ...about, step: unmarked(topic.step) });
    case 'card_waiting':
      return words.cardWaiting(about);
    case 'stuck':
      return words.isStuck(about);
    default:
      return topic satisfies never;
  }
}

function cardLeaf({ words, id }: CardView, card: CardPlace | null): Leaf {
  if (card === null) return `(${id})`;
  return card.url === null ? channelLeaf(card.channelId) : linkLeaf(card.url, words.openCard);
}

/** Draws one message that tells all of them. `more`: troubles that are only counted. */
export function drawTroubles(words: Messages, lines: readonly TroubleLine[], more: number): DrawnMessage {
  const shown = lines.map(({ leaves }) => leaves);
  const all = more > 0 ? [...shown, [words.andMore({ count: more })]] : shown;
  const title = `⚠ ${words.needsAttention}`;
  const text = fitMrkdwn([escapeMrkdwn(title), ...all.map(leavesMrkdwn)].join('\n'), slackLimits.messageText);
  const heading = richTextSection([textLeaf(title, { bold: true })]);
  const [only, ...others] = all;
  const body = only !== undefined && others.length === 0 ? richTextSection(only) : richTextList(all);
  return { text, blocks: [richText([heading, body])] };
}

import type { KnownBlock } from '@slack/types';
import type { StepState } from '../../domain/model/approval.js';
import type { Messages } from '../../messages/words/messages.js';
import { context, section } from '../blocks/blocks.js';
import { instantFormat, slackDate } from '../blocks/mrkdwn.js';
import { dateLeaf, type Leaf, richText, richTextQuote, richTextSection, textLeaf } from '../blocks/rich-text.js';
import { cutText } from '../blocks/text.js';
import { mrkdwn, plain } from '../blocks/text-objects.js';
import type { CardView } from './card-view.js';
import { live, liveLeaves } from './live-leaves.js';
import { peopleText } from './people-text.js';
import { shownLengths } from './shown-lengths.js';

const signs: Readonly<Record<StepState, string>> = { pending: '○', active: '▸', done: '✓', failed: '✗' };

/** The decision, who made it, when and why; then the delivery and the progress. */
export function outcomeBlocks(view: CardView): readonly KnownBlock[] {
  const { decision } = view;
  if (decision === null) return [];
  return [
    richText([richTextSection(outcomeLeaves(view))]),
    ...reasonBlocks(decision.reason),
    ...deliveryBlocks(view),
    ...progressBlocks(view),
  ];
}

/** The decision in one line; empty while pending. */
export function outcomeLeaves(view: CardView): readonly Leaf[] {
  return liveLeaves(outcomeLine(view));
}

/** The same as a sentence, with its live parts marked. */
export function outcomeLine(view: CardView): string {
  const { decision, words } = view;
  if (decision === null || view.status === 'pending') return '';
  const line = decidedLine(view, decision);
  return decision.neverShown && decision.cause !== 'expiry' ? words.endedUnseen({ outcome: line }) : line;
}

function decidedLine({ status, words }: CardView, decision: NonNullable<CardView['decision']>): string {
  const { cause, neverShown: isUnseen, withdrawnBy } = decision;
  const at = live.instant(decision.at);
  if (cause === 'withdrawal') {
    const by = withdrawnBy === null ? null : live.requester(withdrawnBy);
    return words.withdrawnBy({ outcome: live.bold(words.withdrawn), by, at });
  }
  if (status === 'expired')
    return words.expiredAt({ outcome: live.bold(isUnseen ? words.expiredUnseen : words.expired), at });
  const said = status === 'approved' ? words.approved : words.rejected;
  if (cause === 'expiry' && decision.choice === null)
    return words.decidedByExpiry({ outcome: live.bold(said), isUnseen, at });
  const outcome = live.bold(
    decision.choice === null ? said : words.outcomeIs({ outcome: said, choice: decision.choice }),
  );
  return words.decidedBy({ outcome, hasChoice: decision.choice !== null, by: peopleText(decision.by, words), at });
}

function reasonBlocks(reason: string | null): readonly KnownBlock[] {
  return reason === null ? [] : [richText([richTextQuote([textLeaf(reason)])])];
}

function deliveryBlocks({ delivery, status, words }: CardView): readonly KnownBlock[] {
  if (delivery === null || delivery.state === 'none') return [];
  if (delivery.state === 'dead') {
    const why = cutText(delivery.reason ?? words.noReasonGiven, shownLengths.deliveryReason);
    return [section(`✗ ${deadText(status, words)}: ${why}`)];
  }
  if (status !== 'approved') return [];
  if (delivery.state === 'delivered') {
    const at = delivery.at === null ? [] : [mrkdwn(slackDate(delivery.at, instantFormat))];
    return [context([plain(`✓ ${words.delivered}`), ...at])];
  }
  const { attemptCount: count } = delivery;
  return [context([plain(count === 0 ? words.delivering : `${words.delivering} ${words.triesSoFar({ count })}`)])];
}

/** Says that the delivery was given up. */
export function deadText(status: CardView['status'], words: Messages): string {
  return status === 'approved' ? words.neverCarriedOut : words.notDelivered;
}

function progressBlocks({ progress }: CardView): readonly KnownBlock[] {
  if (progress.every((step) => step.state === 'pending')) return [];
  return [
    richText(
      progress.map(({ step, state, at, detail }) => {
        const name = `${signs[state]} ${step}${at === null ? '' : ', '}`;
        const stands = state === 'active' || state === 'failed';
        const leaves: Leaf[] = [stands ? textLeaf(name, { bold: true }) : name];
        if (at !== null) leaves.push(dateLeaf(at, instantFormat));
        if (detail !== null) leaves.push(`: ${detail}`);
        return richTextSection(leaves);
      }),
    ),
  ];
}

import type { KnownBlock } from '@slack/types';
import type { StepState } from '../../domain/model/approval.js';
import { context, section } from '../blocks/blocks.js';
import { instantFormat, slackDate } from '../blocks/mrkdwn.js';
import { dateLeaf, type Leaf, richText, richTextQuote, richTextSection, textLeaf } from '../blocks/rich-text.js';
import { capitalized, cutText } from '../blocks/text.js';
import { mrkdwn, plain } from '../blocks/text-objects.js';
import type { CardView } from './card-view.js';
import { peopleLeaves, requesterLeaf } from './people-text.js';
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
export function outcomeLeaves({ decision, status, words }: CardView): readonly Leaf[] {
  if (decision === null || status === 'pending') return [];
  const unseen = decision.neverShown && decision.cause !== 'expiry' ? [', before its card was posted'] : [];
  const at: readonly Leaf[] = [', ', dateLeaf(decision.at, instantFormat), ...unseen];
  const bold = (text: string): Leaf => textLeaf(text, { bold: true });
  if (decision.cause === 'withdrawal') {
    const by = decision.withdrawnBy === null ? 'its source' : requesterLeaf(decision.withdrawnBy);
    return [bold(words.withdrawn), ' by ', by, ...at];
  }
  if (status === 'expired') return [bold(decision.neverShown ? words.expiredUnseen : words.expired), ...at];
  const outcome = status === 'approved' ? words.approved : words.rejected;
  const done = bold(outcome);
  if (decision.choice !== null) {
    const chosen = bold(`${outcome}: ${decision.choice}`);
    return [chosen, ', by ', ...peopleLeaves(decision.by), ...at];
  }
  if (decision.cause !== 'expiry') return [done, ' by ', ...peopleLeaves(decision.by), ...at];
  const why = decision.neverShown ? 'its card could not be posted in time' : 'nobody answered in time';
  return [done, ` because ${why}`, ...at];
}

function reasonBlocks(reason: string | null): readonly KnownBlock[] {
  return reason === null ? [] : [richText([richTextQuote([textLeaf(reason)])])];
}

function deliveryBlocks({ delivery, status, words }: CardView): readonly KnownBlock[] {
  if (delivery === null || delivery.state === 'none') return [];
  if (delivery.state === 'dead') {
    const what = status === 'approved' ? capitalized(words.neverCarriedOut) : 'The decision could not be handed over';
    return [section(`✗ ${what}: ${cutText(delivery.reason ?? 'no reason given', shownLengths.deliveryReason)}`)];
  }
  if (status !== 'approved') return [];
  if (delivery.state === 'delivered') {
    const at = delivery.at === null ? [] : [mrkdwn(slackDate(delivery.at, instantFormat))];
    return [context([plain(`✓ ${words.delivered}`), ...at])];
  }
  return [context([plain(`${words.delivering}${triesSoFar(delivery.attemptCount)}`)])];
}

function triesSoFar(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' (1 try so far, going on)' : ` (${count} tries so far, going on)`;
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

import type { KnownBlock } from '@slack/types';
import type { StepState } from '../domain/approval.js';
import { context, section } from './blocks.js';
import type { CardView } from './card-view.js';
import { slackDate } from './mrkdwn.js';
import { peopleMrkdwn, requesterMrkdwn } from './people-text.js';
import { dateLeaf, type Leaf, richText, richTextQuote, richTextSection, textLeaf } from './rich-text.js';
import { mrkdwn, plain } from './text-objects.js';

const when = '{date_short_pretty} {time}';
const signs: Readonly<Record<StepState, string>> = { pending: '○', active: '▸', done: '✓', failed: '✗' };

/** What was decided, by whom, when and why; then how far it has been handed over and carried out. */
export function outcomeBlocks(view: CardView): readonly KnownBlock[] {
  const { decision } = view;
  if (decision === null) return [];
  return [
    section(mrkdwn(`*${outcomeLine(view)}*`)),
    ...reasonBlocks(decision.reason),
    ...deliveryBlocks(view),
    ...progressBlocks(view),
  ];
}

/** One line of mrkdwn, without emphasis. */
export function outcomeLine({ decision, status, words }: CardView): string {
  if (decision === null || status === 'pending') return '';
  const at = slackDate(decision.at, when);
  if (decision.cause === 'withdrawal')
    return `${words.withdrawn} by ${decision.withdrawnBy === null ? 'its source' : requesterMrkdwn(decision.withdrawnBy)}, ${at}`;
  if (status === 'expired') return `${words.expired}, ${at}`;
  const done = status === 'approved' ? words.approved : words.rejected;
  return decision.cause === 'expiry'
    ? `${done} because nobody answered in time, ${at}`
    : `${done} by ${peopleMrkdwn(decision.by)}, ${at}`;
}

function reasonBlocks(reason: string | null): readonly KnownBlock[] {
  return reason === null ? [] : [richText([richTextQuote([textLeaf(reason)])])];
}

function deliveryBlocks({ delivery, status, words }: CardView): readonly KnownBlock[] {
  if (delivery === null) return [];
  if (delivery.state === 'dead') {
    const what = status === 'approved' ? capital(words.neverCarriedOut) : 'The decision could not be handed over';
    return [section(`✗ ${what}: ${delivery.reason ?? 'no reason given'}`)];
  }
  if (status !== 'approved') return [];
  if (delivery.state === 'delivered')
    return [
      context([mrkdwn(`✓ ${words.delivered}${delivery.at === null ? '' : `, ${slackDate(delivery.at, when)}`}`)]),
    ];
  const tries = delivery.attemptCount === 0 ? '' : ` (${delivery.attemptCount} tries so far, going on)`;
  return [context([plain(`${words.delivering}…${tries}`)])];
}

function progressBlocks({ progress }: CardView): readonly KnownBlock[] {
  if (progress.every((step) => step.state === 'pending')) return [];
  return [
    richText(
      progress.map(({ step, state, at, detail }) => {
        const leaves: Leaf[] = [
          textLeaf(`${signs[state]} ${step}`, { bold: state === 'active' || state === 'failed' }),
        ];
        if (at !== null) leaves.push(' ', dateLeaf(at, '{time}'));
        if (detail !== null) leaves.push(` ${detail}`);
        return richTextSection(leaves);
      }),
    ),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

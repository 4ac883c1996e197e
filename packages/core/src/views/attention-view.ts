import { type Approval, attentionOf } from '../domain/model/approval.js';
import { explainProblem } from '../slack/client/slack-errors.js';

/** Explains what needs someone's attention, and what to do about it; null: nothing does. */
export function attentionView(approval: Approval): { readonly code: string; readonly explanation: string } | null {
  const code = attentionOf(approval);
  switch (code) {
    case null:
      return null;
    case 'stuck':
      return {
        code,
        explanation: `Work on it ended ten processes in a row. Find out why, then call ${approval.status === 'pending' ? 'repost' : 'redeliver or repost'}.`,
      };
    case 'delivery_dead':
      return { code, explanation: whyDead(approval) };
    case 'never_shown':
      return { code, explanation: whyNeverShown(approval) };
    case 'card_failed':
    case 'card_waiting':
      return { code, explanation: whyNotShown(approval, code) };
    default:
      return code satisfies never;
  }
}

function whyDead(approval: Approval): string {
  const reason = approval.status === 'pending' ? null : approval.delivery.reason;
  return `The decision was not delivered: ${reason ?? 'no reason given'}. Mend the receiver, then call redeliver.`;
}

/** Either Slack refused the card, or its turn in a busy channel never came. */
function whyNeverShown({ failedChannels }: Approval): string {
  const over = 'It ended before its card could be posted, so nobody could answer it.';
  return failedChannels.length === 0
    ? `${over} Give such questions more time (expiresIn) or more channels, then ask again.`
    : `${over} Slack refused the card in ${failedChannels.join(', ')}: its history says why. Mend the cause, then ask again.`;
}

/** Lists each channel that does not show the card, with the remedy. */
function whyNotShown({ work }: Approval, code: 'card_failed' | 'card_waiting'): string {
  const refused = work.copies.flatMap(({ channelId, problem }) =>
    problem === null ? [] : [`${channelId}: ${explainProblem(problem.code)}`],
  );
  const next =
    code === 'card_waiting' ? 'The card is tried again within 15 minutes.' : 'Call repost once the cause is mended.';
  return [...refused, next].join(' ');
}

/** The view of a record that cannot be read. */
export const corruptView = {
  code: 'corrupt',
  explanation: 'The stored record cannot be read. Restore it from a backup, or delete its row.',
} as const;

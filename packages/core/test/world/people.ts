import type { Sent, SimulatedMessage } from '@k8s-pizza/slack-simulator';
import { present, type World } from './world.js';

/** The messages of a card, as far as a click needs them. */
export interface WithCopies {
  readonly copies: readonly { readonly channelId: string; readonly ts: string | null }[];
}

type Verb = 'approve' | 'reject' | 'details' | 'open_approve_form' | 'open_reject_form' | 'reject_without_reason';

/** The newest message of a channel that everybody in it sees. */
export function cardIn({ slack }: World, channelId = 'C0PIZZA'): SimulatedMessage {
  return present(slack.messages(channelId).findLast((message) => message.ephemeralFor === null));
}

/** A person presses a button on a copy of the card. */
export async function click(
  world: World,
  approval: WithCopies,
  userId: string,
  verb: Verb,
  namespace = 'default',
): Promise<Sent> {
  const { channelId, ts } = present(approval.copies[0]);
  return await world.slack.click({
    userId,
    channelId,
    ts: present(ts),
    actionId: `approval:${namespace}:${verb}`,
  });
}

/** The newest message that only this person sees, in a channel or as a direct message. */
export function toldTo({ slack }: World, userId: string, channelId = 'C0PIZZA'): string | null {
  const privately = slack.messages(channelId, { asUser: userId }).filter((message) => message.ephemeralFor === userId);
  return privately.at(-1)?.text ?? null;
}

export function toldDirectly({ slack }: World, userId: string): string | null {
  return slack.messages(userId).at(-1)?.text ?? null;
}

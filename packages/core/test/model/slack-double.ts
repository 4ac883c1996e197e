import type { CardMessage, SlackOutcome, SlackTransport } from '@k8s-pizza/slack-approval/slack';
import type { ModalView } from '@slack/types';

interface PostedMessage {
  readonly channelId: string;
  readonly ts: string;
  readonly message: CardMessage;
}

/** How the next calls end: as they should, later, never, or without an answer although they were, or were not, carried out. */
export type Weather = 'fine' | 'retry' | 'refused' | 'lost_answer' | 'lost_call';

/** A Slack that keeps messages and behaves as its weather says. */
export interface SlackDouble {
  weather: Weather;
  readonly messages: Map<string, PostedMessage>;
  /** The forms that are open, the newest last. */
  readonly forms: ModalView[];
  readonly transport: (turn: () => Promise<void>) => SlackTransport;
}

export const team = 'T0PIZZA';

export function slackDouble(): SlackDouble {
  const messages = new Map<string, PostedMessage>();
  const double: SlackDouble = { weather: 'fine', messages, forms: [], transport: (turn) => transportOf(double, turn) };
  return double;
}

function transportOf(double: SlackDouble, turn: () => Promise<void>): SlackTransport {
  const { messages } = double;
  const call = async <Value>(carryOut: () => Value): Promise<SlackOutcome<Value>> => {
    await turn();
    const { weather } = double;
    const value = weather === 'fine' || weather === 'lost_answer' ? carryOut() : null;
    await turn();
    if (weather === 'refused') return { type: 'waiting', reason: 'channel_not_found', isAppWide: false, needed: null };
    if (weather === 'retry') return { type: 'retry', afterMs: null, reason: 'ratelimited' };
    if (weather !== 'fine' || value === null) return { type: 'unknown', reason: 'no answer' };
    return { type: 'ok', value };
  };
  // what is never read, but has to be carried out
  const nothing = (): SlackOutcome<null> => ({ type: 'ok', value: null });
  return {
    post: (message) =>
      call(() => {
        const ts = `1767261600.${String(messages.size + 1).padStart(6, '0')}`;
        messages.set(ts, { channelId: message.channelId, ts, message });
        return { channelId: message.channelId, ts };
      }),
    async update({ ts, ...message }) {
      const outcome = await call(() => messages.set(ts, { channelId: message.channelId, ts, message }));
      return outcome.type === 'ok' ? nothing() : outcome;
    },
    ephemeral: async () => nothing(),
    directMessage: async () => nothing(),
    async openView(_, view) {
      if (view.type === 'modal') double.forms.push(view);
      return nothing();
    },
    pushView: async () => nothing(),
    updateView: async () => nothing(),
    publishHome: async () => nothing(),
    permalink: async (channelId, ts) => ({ type: 'ok', value: `https://pizza.slack.com/archives/${channelId}/p${ts}` }),
    groupMembers: async () => await call(() => ['U0ALICE', 'U0BOB']),
    person: async () =>
      await call(() => ({ guest: false, bot: false, deleted: false, teamId: team, enterpriseId: null })),
    installation: async () => await call(() => ({ appId: 'A0PIZZA', teamId: team, enterpriseId: null })),
  };
}

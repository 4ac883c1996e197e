import { createSlackSimulator, type SimulatedMessage, SimulatorError } from '@k8s-pizza/slack-simulator';
import { onTestFinished, vi } from 'vitest';

const channelId = 'C0PIZZA';
const userId = 'U0ALICE';
/** An agent and its server take a while to start. */
const patient = { timeout: 40_000, interval: 20 };

/** Alice in a simulated Slack, and the variables by which a server asks her there. */
export async function createPerson() {
  const slack = await createSlackSimulator({ rateLimits: false });
  onTestFinished(() => slack.close());
  const press = async ({ ts, blocks }: SimulatedMessage, answer: 'approve' | 'reject') => {
    const [actionId = ''] = new RegExp(`approval:[^":]+:${answer}\\b`).exec(JSON.stringify(blocks)) ?? [];
    const click = () =>
      slack.click({ userId, channelId, ts, actionId }).then(({ failure }) => failure === null, isNotConnected);
    await vi.waitUntil(click, patient);
  };
  const cards = () => slack.messages(channelId).filter(({ threadTs }) => threadTs === null);
  return {
    variables: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      SLACK_CHANNEL: channelId,
      SLACK_APPROVER: userId,
      SLACK_ON_BEHALF_OF: 'U0CAROL',
    },
    cards,
    /** Waits for a card that can be answered and has this text. */
    card: async (text: string) =>
      // as: it waits until there is one
      (await vi.waitUntil(() => cards().find(isOpenWith(text)), patient)) as SimulatedMessage,
    /** Waits until no card can be answered any more. */
    cardsClose: () => vi.waitUntil(() => !cards().some(isOpenWith('')), patient),
    approve: (card: SimulatedMessage) => press(card, 'approve'),
    async reject(card: SimulatedMessage, reason: string) {
      const before = slack.views(userId).length;
      await press(card, 'reject');
      // as: it waits until there is one
      const form = (await vi.waitUntil(() => slack.views(userId)[before], patient)) as { readonly id: string };
      await slack.submit({ userId, viewId: form.id, values: { reason } });
    },
  };
}

/** A click needs a server that is connected, and one that has just been started is not. @throws any other error */
function isNotConnected(error: unknown): false {
  if (error instanceof SimulatorError && error.code === 'no_request_url') return false;
  throw error;
}

function isOpenWith(text: string) {
  return ({ blocks }: SimulatedMessage) => {
    const shown = JSON.stringify(blocks);
    return shown.includes(text) && /approval:[^":]+:approve\b/.test(shown);
  };
}

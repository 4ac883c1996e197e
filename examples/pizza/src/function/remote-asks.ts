import type { Asks } from '@k8s-pizza/slack-approval-alertmanager';
import { type AskCommand, askAnswer, changeAnswer } from '../ask-command.js';
import type { PizzaOrder } from '../pizza-order.js';
import type { SignedPost } from '../signed/signed-post.js';

/** Asks the Slack app elsewhere. What it does not answer is thrown: whoever sent the alert then sends it again. */
export function remoteAsks(post: SignedPost): Asks<PizzaOrder> {
  const send = (command: AskCommand): Promise<unknown> => post(command);
  return {
    async ask(payload, { key, requester, context }) {
      return askAnswer.parse(await send({ type: 'ask', payload, key, requester, context: [...context] }));
    },
    withdraw: async ({ key }, { by, reason }) => changeAnswer.parse(await send({ type: 'withdraw', key, by, reason })),
    replaceContext: async ({ id }, lines) =>
      changeAnswer.parse(await send({ type: 'replaceContext', id, lines: [...lines] })),
  };
}

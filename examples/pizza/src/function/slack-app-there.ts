import { signedPost } from '../signed/signed-post.js';
import type { PizzaFunctionParts } from './pizza-function.js';
import { remoteAsks } from './remote-asks.js';

/** How the function reaches the Slack app, wherever that is. */
export type ToSlack = Pick<PizzaFunctionParts, 'asks' | 'tell' | 'decisionSecret'>;

/** Where the Slack app is, and the secret of each direction. */
export interface SlackAppAddress {
  readonly url: string;
  readonly reportSecret: string;
  readonly decisionSecret: string;
}

/** The Slack app is elsewhere: we ask and report by signed requests, and it sends us signed decisions. */
export function slackAppThere({ url, reportSecret, decisionSecret }: SlackAppAddress): ToSlack {
  const report = signedPost(`${url}/progress`, reportSecret);
  return {
    asks: remoteAsks(signedPost(`${url}/asks`, reportSecret)),
    tell: async (orders, present) => void (await report({ orders, present })),
    decisionSecret,
  };
}

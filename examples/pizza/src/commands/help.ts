import { textLeaf } from '@k8s-pizza/slack-approval';
import { type Said, said } from './said.js';
import { approve, pizza } from './slash-commands.js';

const lines: readonly (readonly [typed: string, does: string])[] = [
  [`${pizza.command} status`, 'the cluster, the orders under way, and what waits for an answer'],
  [`${pizza.command} orders`, 'the newest orders, with their cards'],
  [`${pizza.command} order large olives, ham`, 'asks for a pizza; somebody else approves it'],
  [`${pizza.command} test`, 'a test alert through the whole path, which buys nothing'],
  [approve.command, 'what waits for you; with an id, the card to approve it'],
  ['/approvals help', 'everything else about approvals'],
];

/** What can be typed; `problem` is why nothing else was understood. */
export function help(problem: string | null = null): Said {
  const first = 'Pizza is ordered by alerts or by people, and approved on cards. Only you see the answers to commands.';
  return said(
    [...(problem === null ? [] : [`${problem} `]), first],
    lines.map(([typed, does]) => [textLeaf(typed, { code: true }), `: ${does}`]),
  );
}

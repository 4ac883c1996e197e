import { createServer } from 'node:http';
import type { SlackSimulator } from '@k8s-pizza/slack-simulator';
import { type Listening, listen } from '../src/http-server.js';
import { actionsOn, cardAsText, cardsIn, clickAndSubmit } from './cards.js';
import { channel } from './demo-world.js';
import { until } from './until.js';

/** Lets `npm run click` act as a person in the running demo: `POST /<userId>/<verb>`, such as `/U0ALICE/now`. */
export async function startClickServer(simulator: SlackSimulator): Promise<Listening> {
  const server = createServer((request, response) => {
    const [, userId = '', verb = ''] = (request.url ?? '').split('/');
    click(simulator, userId, verb)
      .then((shown) => response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(shown))
      .catch((error: unknown) =>
        response.writeHead(409).end(error instanceof Error ? error.message : 'The click failed.'),
      );
  });
  return await listen(server.listen(0, '127.0.0.1'));
}

const cardChangesWithinMs = 5_000;

async function click(simulator: SlackSimulator, userId: string, verb: string): Promise<string> {
  const card = cardsIn(simulator).at(-1);
  if (card === undefined) throw new Error('There is no card in the channel yet.');
  const actions = actionsOn(card);
  const actionId = actions.get(verb);
  if (actionId === undefined)
    throw new Error(`The card has no button "${verb}" now. It has: ${[...actions.keys()].join(', ')}.`);
  const seen = (): string =>
    simulator
      .messages(channel, { asUser: userId })
      .filter((message) => message.ts === card.ts || message.ephemeralFor === userId)
      .map(cardAsText)
      .join('\n');
  const before = seen();
  const answer = await clickAndSubmit(simulator, { userId, channelId: channel, ts: card.ts, actionId });
  const form = simulator.views(userId).at(-1);
  if (form !== undefined && verb !== 'details')
    await simulator.submit({ userId, viewId: form.id, values: { reason: 'Not today.' } });
  // a click may change nothing that this person sees
  const after = await until(
    'a change on the card',
    () => (seen() === before ? null : seen()),
    cardChangesWithinMs,
  ).catch(() => before);
  return `${userId} clicked ${verb}; the app answered ${answer.status}. What ${userId} sees:\n${after}`;
}

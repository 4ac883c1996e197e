import type { RawResponse } from '../ports/raw-http.js';
import type { Call } from '../runtime/call.js';
import { handOver } from '../runtime/exchange.js';
import type { AppJoinedChannel } from '../slack/request/interaction.js';
import { postWaitingCards } from '../work/wake-cards.js';
import { ok } from './replies/answers.js';

/** Someone invited the app to a channel: posts the cards that wait for it. */
export async function postCardsOfJoinedChannel({
  app,
  slack,
  exchange,
  interaction,
}: Call<AppJoinedChannel>): Promise<RawResponse> {
  await handOver(app, exchange, async () => await postWaitingCards(app, slack, interaction.channelId));
  return ok;
}

import type { Looker } from '../domain/access/may-look.js';
import type { Installation } from '../domain/model/installation.js';
import type { Person } from '../domain/model/person.js';
import { lookerOf } from '../people/look-at.js';
import type { RawResponse } from '../ports/raw-http.js';
import type { SlackOutcome } from '../ports/slack-transport.js';
import type { Call } from '../runtime/call.js';
import { within } from '../runtime/deadline.js';
import { exchangeOf, handOver } from '../runtime/exchange.js';
import { connectionOf } from '../runtime/slack-connection.js';
import { slackTimeline } from '../runtime/slack-timeline.js';
import { drawHome } from '../slack/surfaces/draw-home.js';
import { ok, slackShowsError } from './answers.js';
import { overviewOf } from './overview.js';

interface Visit extends Installation {
  readonly user: Person;
}

/** Publishes the App Home that a person opened, then answers the event. After a temporary failure, Slack sends the event again. */
export async function answerHomeOpened(call: Call<Visit>): Promise<RawResponse> {
  const left = call.exchange.startedAt + slackTimeline.publishHomeByMs - performance.now();
  const outcome = await within(publishHome(call), left, 'Slack');
  return outcome.type === 'retry' || outcome.type === 'unknown' ? slackShowsError : ok;
}

/** Updates a person's App Home after they did something there. It runs after the response. */
export async function redrawHome(call: Call<Visit>): Promise<void> {
  await handOver(call.app, call.exchange, async () => {
    await publishHome({ ...call, exchange: exchangeOf(undefined) });
  });
}

async function publishHome(call: Call<Visit>): Promise<SlackOutcome<null>> {
  const { slack, interaction: visit } = call;
  // the App Home is not a channel, even though the event may name the one of the Messages tab
  const looker: Looker = lookerOf({ ...visit, channelId: null });
  const overview = await overviewOf(call, looker);
  return await connectionOf(slack).transport.publishHome(looker.person.userId, drawHome(overview));
}

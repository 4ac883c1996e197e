import type { Looker } from '../domain/access/may-look.js';
import type { Person } from '../domain/model/person.js';
import { lookerOf } from '../people/look.js';
import type { RawResponse } from '../ports/raw-http.js';
import type { SlackOutcome } from '../ports/slack-transport.js';
import { within } from '../runtime/deadline.js';
import { done, type Exchange, exchangeOf, handOver } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import type { AppContext } from '../slack/request/interaction.js';
import { drawHome } from '../slack/surfaces/home-view.js';
import { overviewOf } from './overview.js';
import { slackShowsError } from './reply.js';

interface Visit extends AppContext {
  readonly user: Person;
  readonly channelId: string | null;
}

/** After the store's part, publishing has this long: Slack waits 3 s for the answer to an event. */
const publishedWithinMs = 2_700;

/** Somebody opened the App Home. It is drawn before the event is answered: where that fails for now, Slack sends the event again. */
export async function answerHomeOpened(
  runtime: Runtime,
  slack: SlackAccess,
  visit: Visit,
  exchange: Exchange,
): Promise<RawResponse> {
  const outcome = await within(
    publishHome(runtime, slack, visit, exchange),
    exchange.startedAt + publishedWithinMs - performance.now(),
    'Slack',
  );
  if (outcome.type === 'retry' || outcome.type === 'unknown') return slackShowsError;
  return done;
}

/** After something a person did in their App Home: draws it anew, behind the answer. */
export async function redrawHome(
  runtime: Runtime,
  slack: SlackAccess,
  visit: Visit,
  exchange: Exchange,
): Promise<void> {
  await handOver(runtime, exchange, async () => await publishHome(runtime, slack, visit, exchangeOf(undefined)));
}

async function publishHome(
  runtime: Runtime,
  slack: SlackAccess,
  visit: Visit,
  exchange: Exchange,
): Promise<SlackOutcome<null>> {
  // the home is no channel, also where the event names the one for messages with the app
  const looker: Looker = { ...lookerOf(visit), channelId: null };
  const overview = await overviewOf(runtime, slack, looker, exchange);
  const outcome = await slack.transport.publishHome(looker.person.userId, drawHome(overview));
  if (outcome.type !== 'ok')
    runtime.logger.warn('slack-approval: an App Home could not be drawn', { reason: outcome.reason });
  return outcome;
}

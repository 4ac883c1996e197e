import type { Looker } from '../../domain/access/may-look.js';
import type { Installation } from '../../domain/model/installation.js';
import type { Person } from '../../domain/model/person.js';
import { lookerOf } from '../../people/look-at.js';
import type { RawResponse } from '../../ports/raw-http.js';
import type { SlackOutcome } from '../../ports/slack-transport.js';
import type { Call } from '../../runtime/call.js';
import { within } from '../../runtime/deadline.js';
import { exchangeOf, handOver } from '../../runtime/exchange.js';
import { connectionOf } from '../../runtime/slack-connection.js';
import { slackTimeline } from '../../runtime/slack-timeline.js';
import { firstHome, type HomeState, parseHomeState, withChoice } from '../../slack/request/home/home-state.js';
import type { BlockAction, SlackEvent } from '../../slack/request/interaction.js';
import { drawHome } from '../../slack/surfaces/draw-home.js';
import { parsePlace } from '../../slack/surfaces/list-place.js';
import { ok, slackShowsError } from '../replies/answers.js';
import { readInbox } from './read-inbox.js';

interface Visit extends Installation {
  readonly user: Person;
}

/**
 * Publishes the App Home that a person opened, then answers the event. After a temporary failure, Slack sends the event again.
 * The list and the kind that they chose stay, on the first page: what is new is there.
 */
export async function answerHomeOpened(call: Call<SlackEvent & Visit>): Promise<RawResponse> {
  const state = { ...stateIn(call.interaction.viewMetadata), place: null };
  const outcome = await publishInTime(call, state);
  return outcome.type === 'retry' || outcome.type === 'unknown' ? slackShowsError : ok;
}

/** Shows another list, or the approvals of another kind. If Slack refuses, the Home stays, and Slack shows its own error. */
export async function chooseInHome(call: Call<BlockAction>, what: 'list' | 'kind'): Promise<RawResponse> {
  const { value, viewMetadata } = call.interaction;
  const state = withChoice(stateIn(viewMetadata), what, value ?? '') ?? firstHome;
  return toAnswer(await publishInTime(call, state));
}

/** Shows another page of the list. If Slack refuses, the Home stays, and Slack shows its own error. */
export async function turnHomePage(call: Call<BlockAction>, verb: 'previous_page' | 'next_page'): Promise<RawResponse> {
  const { value, viewMetadata } = call.interaction;
  const state = { ...stateIn(viewMetadata), place: value };
  return toAnswer(await publishInTime(call, state, { type: verb === 'next_page' ? 'from' : 'before' }));
}

/**
 * Updates a person's App Home after they did something there. It runs after the response.
 *
 * @param metadata - what their Home showed; null: not known
 * @param hash - of the Home that they used: another one that they have opened since then stays
 */
export async function redrawHome(
  call: Call<Visit>,
  metadata: string | null,
  hash: string | null = null,
): Promise<void> {
  await handOver(call.app, call.exchange, async () => {
    await publishHome({ ...call, exchange: exchangeOf(undefined) }, stateIn(metadata), hash === null ? {} : { hash });
  });
}

/** The same after a click, if that was in the App Home. */
export async function redrawIfHome(call: Call<BlockAction>): Promise<void> {
  const { isHome, viewMetadata, viewHash } = call.interaction;
  if (isHome) await redrawHome(call, viewMetadata, viewHash);
}

function stateIn(metadata: string | null): HomeState {
  return parseHomeState(metadata) ?? firstHome;
}

function toAnswer(outcome: SlackOutcome<null>): RawResponse {
  return outcome.type === 'ok' ? ok : slackShowsError;
}

interface Publishing {
  readonly type?: 'from' | 'before';
  readonly hash?: string;
}

async function publishInTime(call: Call<Visit>, state: HomeState, how: Publishing = {}): Promise<SlackOutcome<null>> {
  const left = call.exchange.startedAt + slackTimeline.publishHomeByMs - performance.now();
  return await within(publishHome(call, state, how), left, 'Slack');
}

async function publishHome(
  call: Call<Visit>,
  { list, kind, place }: HomeState,
  { type = 'from', hash }: Publishing,
): Promise<SlackOutcome<null>> {
  const { slack, interaction: visit } = call;
  // the App Home is not a channel, even though the event may name the one of the Messages tab
  const looker: Looker = lookerOf({ ...visit, channelId: null });
  const page = await readInbox(call, looker, { list, kind, part: { type, place: parsePlace(place) } });
  return await connectionOf(slack).transport.publishHome(looker.person.userId, drawHome(page), hash);
}

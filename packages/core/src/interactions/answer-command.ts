import { hasAnswered, whyNotWithdraw } from '../domain/access/may-look.js';
import type { Person } from '../domain/model/person.js';
import { whyOver } from '../domain/policy/explain-refusal.js';
import { lookAt, lookerOf, timeLeft } from '../people/look.js';
import type { RawResponse } from '../ports/raw-http.js';
import type { ApprovalRecord } from '../record/record.js';
import { atMost } from '../runtime/at-most.js';
import { type Exchange, json } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import type { DrawnMessage } from '../slack/card/card.js';
import { drawExplanation } from '../slack/card/notice.js';
import { wordsOf } from '../slack/card/words.js';
import { type LookVerb, readCommandText } from '../slack/request/command-text.js';
import type { SlashCommand } from '../slack/request/interaction.js';
import { drawHelp, drawList } from '../slack/surfaces/command-answers.js';
import { drawPrivateCard } from '../slack/surfaces/private-card.js';
import { privateReply } from '../slack/surfaces/reply-message.js';
import type { Loaded } from '../storage/load.js';
import { cardOf } from '../views/card-of.js';
import { withReasonOfEnd } from '../views/reason-of-end.js';
import { nothingFound } from '../votes/cast-vote.js';
import { explain } from '../votes/explain.js';
import { overviewOf } from './overview.js';
import { answerIsIn } from './receipt.js';

/**
 * Answers a slash command in its own response, which only the person sees. It may have any name: the Slack app's settings give it.
 *
 * @throws {SlackApprovalError} store_timeout — the store did not answer in time
 */
export async function answerCommand(
  runtime: Runtime,
  slack: SlackAccess,
  command: SlashCommand,
  exchange: Exchange,
): Promise<RawResponse> {
  const wish = readCommandText(command.text);
  if (wish.type === 'help') return answer(drawHelp(command.command, wish.problem));
  const looker = lookerOf(command);
  if (wish.type === 'list') return answer(drawList(await overviewOf(runtime, slack, looker, exchange)));

  const found = await lookAt(runtime, slack, wish.id, looker, exchange);
  // also of what can't be read it can't be told who may know of it
  if (found.type !== 'loaded') return answer(drawExplanation(nothingFound.explanation));
  return answer(
    wish.type === 'why'
      ? drawExplanation(await whyOrWhyNot(runtime, found, command, exchange))
      : privateCard(runtime, found, command, wish.type),
  );
}

/** To somebody in another installation of the app nothing is here. */
export function answerStranger(): RawResponse {
  return answer(drawExplanation(nothingFound.explanation));
}

function answer(message: DrawnMessage): RawResponse {
  return json(200, privateReply(message));
}

function privateCard(runtime: Runtime, { record }: Loaded, { user }: SlashCommand, verb: LookVerb): DrawnMessage {
  const { approval } = record;
  const mayWithdraw = whyNotWithdraw(approval, user) === null;
  return drawPrivateCard(cardOf(runtime, record), lineFor(runtime, record, user, verb), mayWithdraw);
}

/** What stands above the card, where somebody came to answer it. */
function lineFor({ messages }: Runtime, record: ApprovalRecord, user: Person, verb: LookVerb): string | null {
  const { approval } = record;
  if (verb !== 'approve' && verb !== 'reject') return null;
  if (approval.status !== 'pending') return withReasonOfEnd(whyOver(approval, user), record).explanation;
  if (hasAnswered(approval, user)) return answerIsIn(approval, user);
  return `Nothing is decided yet: please read this, then press ${wordsOf(messages)[verb]}.`;
}

async function whyOrWhyNot(
  runtime: Runtime,
  found: Loaded,
  { user }: SlashCommand,
  exchange: Exchange,
): Promise<string> {
  const explained = await atMost(explain(runtime, found, user), timeLeft(exchange));
  return explained?.explanation ?? 'Slack could not be asked just now. Please try again in a minute.';
}

import { hasAnswered } from '../domain/may-look.js';
import { whyNotWithdraw } from '../domain/may-withdraw.js';
import { whyOver } from '../domain/over.js';
import type { Person } from '../domain/person.js';
import type { RawResponse } from '../ports/raw-http.js';
import type { ApprovalRecord } from '../record/record.js';
import type { DrawnMessage } from '../slack/card.js';
import { drawHelp, drawList } from '../slack/command-answers.js';
import { type LookVerb, readCommandText } from '../slack/command-text.js';
import type { SlashCommand } from '../slack/interaction.js';
import { drawExplanation } from '../slack/notice.js';
import { drawPrivateCard } from '../slack/private-card.js';
import { privateReply } from '../slack/reply-message.js';
import { wordsOf } from '../slack/words.js';
import { atMost } from './at-most.js';
import { cardOf } from './card-of.js';
import { nothingFound } from './cast-vote.js';
import { type Exchange, json } from './exchange.js';
import { explain } from './explain.js';
import type { Loaded } from './load.js';
import { lookAt, lookerOf, timeLeft } from './look.js';
import { overviewOf } from './overview.js';
import { withReasonOfEnd } from './reason-of-end.js';
import { answerIsIn } from './receipt.js';
import type { Shell, SlackAccess } from './shell.js';

/**
 * Answers a slash command in its own response, which only the person sees. It may have any name: the Slack app's settings give it.
 *
 * @throws {SlackApprovalError} store_timeout — the store did not answer in time
 */
export async function answerCommand(
  shell: Shell,
  slack: SlackAccess,
  command: SlashCommand,
  exchange: Exchange,
): Promise<RawResponse> {
  const wish = readCommandText(command.text);
  if (wish.type === 'help') return answer(drawHelp(command.command, wish.problem));
  const looker = lookerOf(command);
  if (wish.type === 'list') return answer(drawList(await overviewOf(shell, slack, looker, exchange)));

  const found = await lookAt(shell, slack, wish.id, looker, exchange);
  // also of what can't be read it can't be told who may know of it
  if (found.type !== 'loaded') return answer(drawExplanation(nothingFound.explanation));
  return answer(
    wish.type === 'why'
      ? drawExplanation(await whyOrWhyNot(shell, found, command, exchange))
      : privateCard(shell, found, command, wish.type),
  );
}

/** To somebody in another installation of the app nothing is here. */
export function answerStranger(): RawResponse {
  return answer(drawExplanation(nothingFound.explanation));
}

function answer(message: DrawnMessage): RawResponse {
  return json(200, privateReply(message));
}

function privateCard(shell: Shell, { record }: Loaded, { user }: SlashCommand, verb: LookVerb): DrawnMessage {
  const { approval } = record;
  const mayWithdraw = whyNotWithdraw(approval, user) === null;
  return drawPrivateCard(cardOf(shell, record), lineFor(shell, record, user, verb), mayWithdraw);
}

/** What stands above the card, where somebody came to answer it. */
function lineFor({ messages }: Shell, record: ApprovalRecord, user: Person, verb: LookVerb): string | null {
  const { approval } = record;
  if (verb !== 'approve' && verb !== 'reject') return null;
  if (approval.status !== 'pending') return withReasonOfEnd(whyOver(approval, user), record).explanation;
  if (hasAnswered(approval, user)) return answerIsIn(approval, user);
  return `Nothing is decided yet: please read this, then press ${wordsOf(messages)[verb]}.`;
}

async function whyOrWhyNot(shell: Shell, found: Loaded, { user }: SlashCommand, exchange: Exchange): Promise<string> {
  const explained = await atMost(explain(shell, found, user), timeLeft(exchange));
  return explained?.explanation ?? 'Slack could not be asked just now. Please try again in a minute.';
}

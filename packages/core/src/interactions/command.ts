import { hasAnswered, whyNotWithdraw } from '../domain/access/may-look.js';
import { unmarked } from '../domain/model/live-text.js';
import { notFound } from '../domain/model/refusal.js';
import { whyOver } from '../domain/policy/explain-refusal.js';
import { wordsOf } from '../messages/words-of.js';
import { lookAt, lookerOf } from '../people/look-at.js';
import type { RawResponse } from '../ports/raw-http.js';
import type { Loaded } from '../record/loaded.js';
import type { Call } from '../runtime/call.js';
import { deadline } from '../runtime/deadline.js';
import { storeTimeLeft } from '../runtime/exchange.js';
import type { DrawnMessage } from '../slack/card/card.js';
import { answersOf, findAnswer } from '../slack/card/card-answers.js';
import type { CardView } from '../slack/card/card-view.js';
import { drawExplanation } from '../slack/notices/notice.js';
import type { SlashCommand } from '../slack/request/interaction.js';
import { type CommandWish, type LookVerb, readCommandText } from '../slack/request/read-command-text.js';
import { drawHelp, drawList } from '../slack/surfaces/command-answers.js';
import { drawPrivateCard } from '../slack/surfaces/private-card.js';
import { privateReply } from '../slack/surfaces/private-reply.js';
import { cardOf } from '../views/card-of.js';
import { sayWhy } from '../views/explain-end.js';
import { explainAtOnce, explainBoth, onFirstCard } from '../votes/explain.js';
import { overviewOf } from './overview.js';
import { json } from './replies/answers.js';
import { answerIsIn } from './replies/receipt.js';

/**
 * Answers a slash command in its HTTP response, which only that person sees. The settings of the Slack app give the command its name.
 *
 * @throws {SlackApprovalError} store_timeout — the store did not answer in time
 */
export async function answerCommand(call: Call<SlashCommand>): Promise<RawResponse> {
  const { app, interaction: command } = call;
  const words = wordsOf(app.messages);
  const wish = readCommandText(command.text);
  if (wish.type === 'help')
    return answer(drawHelp(words, command.command, wish.problem === null ? null : words[wish.problem]));
  const looker = lookerOf(command);
  if (wish.type === 'list') return answer(drawList(await overviewOf(call, looker)));

  const found = await lookAt(call, wish.id, looker);
  // a record that cannot be read doesn't tell who may see it, so no one does
  if (found.type !== 'loaded') return answer(drawExplanation(sayWhy(app, notFound)));
  return answer(
    wish.type === 'why' ? drawExplanation(await explainVote(call, found)) : drawCardAnswer(call, found, wish),
  );
}

/** Answers a command from another installation of the app: nothing is found. */
export function answerStranger({ app }: Call<SlashCommand>): RawResponse {
  return answer(drawExplanation(sayWhy(app, notFound)));
}

function answer(message: DrawnMessage): RawResponse {
  return json(200, privateReply(message));
}

function drawCardAnswer(call: Call<SlashCommand>, found: Loaded, wish: Wish): DrawnMessage {
  const { app, interaction } = call;
  const mayWithdraw = whyNotWithdraw(found.record.approval, interaction.user) === null;
  const view = cardOf(app, found.record);
  return drawPrivateCard(view, lineFor(call, { found, view }, wish), mayWithdraw);
}

type Wish = Extract<CommandWish, { readonly type: LookVerb }>;

interface Drawn {
  readonly found: Loaded;
  readonly view: CardView;
}

/** The line above the card, for a person who came to vote. */
function lineFor(
  { app, slack, interaction }: Call<SlashCommand>,
  { found, view }: Drawn,
  { type: answer, id, choice }: Wish,
): string | null {
  const { user } = interaction;
  const { approval } = found.record;
  if (answer !== 'approve' && answer !== 'reject') return null;
  if (approval.status !== 'pending') return sayWhy(app, whyOver(approval, user), found.record);
  if (view.choices === null && choice !== null) return view.words.oneIdOnly;
  const offered = answersOf(view).filter((one) => one.answer === answer);
  const wanted = (offered.length === 1 && choice === null ? offered[0] : findAnswer(view, { answer, choice })) ?? null;
  if (wanted !== null && choice === null && hasAnswered(approval, user)) return answerIsIn(app, approval, user);
  const judged = explainAtOnce(app, slack, found, lookerOf(interaction))[answer];
  if (judged.answer === 'refused') return judged.explanation;
  if (wanted !== null) return view.words.readThenPress({ answer: unmarked(wanted.label) });
  const commands = answersOf(view).map((one) => [unmarked(one.label), `${one.answer} ${id} ${one.choice}`] as const);
  return view.words.chooseByCommand({ commands: Object.fromEntries(commands) });
}

async function explainVote({ app, exchange, interaction }: Call<SlashCommand>, found: Loaded): Promise<string> {
  const explaining = explainBoth(app, found, onFirstCard(found, interaction.user));
  const both = await deadline(explaining, storeTimeLeft(exchange), () => null);
  const words = wordsOf(app.messages);
  return both === null ? words.slackNotAsked : words.mayDecide(both);
}

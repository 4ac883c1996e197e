import { AssertionError } from 'node:assert';
import type { VoteView } from '@k8s-pizza/slack-approval';
import type { Sent } from '@k8s-pizza/slack-simulator';
import { type CardSources, describe, describeAll, findCards, type TestCard } from './cards.js';

/** Who answers, and what they write. */
export interface TestAnswer {
  /** The id of the person, such as `U0ALICE`. */
  readonly as: string;
  /** The id of the choice, of a kind with choices. @default the only one that answers so */
  readonly choice?: string;
  /** Written into the form that asks for it. @default the form stays empty */
  readonly reason?: string;
}

/** A card, or the approval whose first card is meant. */
export interface AnsweredCard {
  /** The id of the approval. */
  readonly id: string;
  readonly channelId?: string;
}

interface Answering extends TestAnswer {
  readonly card: TestCard;
  readonly answer: 'approve' | 'reject';
}

/**
 * Lets a person press a button of a card, and fill in its form.
 *
 * @throws {AssertionError} their vote is not taken; the message says what they were told
 */
export async function answerCard(
  sources: CardSources,
  answer: Answering['answer'],
  { id, channelId }: AnsweredCard,
  given: TestAnswer,
): Promise<void> {
  const copies = (await findCards(sources)).filter((one) => one.id === id);
  const card = copies.find((one) => one.channelId === (channelId ?? one.channelId));
  if (card === undefined)
    throw failed(`The approval ${JSON.stringify(id)} has no card.\n${await describeAll(sources)}`);
  const answering = { ...given, card, answer };
  const refusals: string[] = [];
  const endListening = sources.approvals.on('voteRefused', ({ approvalId, by, explanation }) => {
    if (approvalId === id && by.userId === given.as) refusals.push(explanation);
  });
  const toldBefore = toldTo(sources, answering).length;
  const hadForm = await pressAndFill(sources, answering).finally(endListening);
  const votes = (await sources.approvals.get(id))?.votes ?? [];
  if (refusals.length > 0 || !votes.some((vote) => vote.by.userId === given.as && isMeant(vote, answering))) {
    const told =
      refusals[0] ?? toldTo(sources, answering)[toldBefore] ?? 'their vote is not there, and nothing says why.';
    throw failed(`${whatFailed(answering)}: ${told}`);
  }
  if (!hadForm && given.reason !== undefined)
    throw failed(`${given.as} gave no reason to ${answer} ${describe(card)}: its kind asks for none.`);
}

function isMeant(vote: VoteView, { answer, choice }: Answering): boolean {
  return vote.answer === answer && (choice === undefined || vote.choice === choice);
}

/** Returns whether a form was filled in. */
async function pressAndFill({ slack, approvals, settle }: CardSources, answering: Answering): Promise<boolean> {
  const { as: userId, card, reason } = answering;
  const formsBefore = slack.views(userId).map(({ id }) => id);
  const [actionId, ...others] = buttonsOf(answering);
  if (actionId === undefined) throw failed(`${whatFailed(answering)}: the card has no such button.`);
  if (others.length > 0) throw failed(`${whatFailed(answering)}: say which choice, the card has more than one.`);
  const { channelId, ts } = card;
  accepted(answering, await slack.click({ userId, channelId, ts, actionId }));
  await approvals.flush();
  const form = slack.views(userId).find(({ id }) => !formsBefore.includes(id));
  if (form !== undefined) {
    const values = reason === undefined ? {} : { reason };
    accepted(answering, await slack.submit({ userId, viewId: form.id, values }));
    const errors = Object.values(slack.views(userId).find(({ id }) => id === form.id)?.errors ?? {});
    if (errors.length > 0) throw failed(`${whatFailed(answering)}: the form says ${errors.join(' ')}`);
  }
  await settle();
  return form !== undefined;
}

/** The action ids of the buttons that are meant: an answer, or one of its choices. */
function buttonsOf({ card, answer, choice }: Answering): readonly string[] {
  const end = choice === undefined ? '(?::[a-z0-9_-]+)?' : `:${choice}`;
  const found = JSON.stringify(card.blocks).matchAll(
    new RegExp(`"action_id":"(approval:[^:"]+:${answer}${end})"`, 'g'),
  );
  return [...found].map(([, actionId = '']) => actionId);
}

/** What only this person was told, in the channel of the card. */
function toldTo({ slack }: CardSources, { as, card }: Answering): readonly string[] {
  const messages = slack.messages(card.channelId, { asUser: as });
  return messages.filter(({ ephemeralFor }) => ephemeralFor === as).map(({ text }) => text);
}

function accepted(answering: Answering, { failure, status }: Sent): void {
  if (failure !== null) throw failed(`${whatFailed(answering)}: Slack shows an error, ${failure} (HTTP ${status}).`);
}

function whatFailed({ as, answer, choice, card }: Answering): string {
  const what = choice === undefined ? answer : `${answer} (${choice})`;
  return `${as} cannot ${what} ${describe(card)}`;
}

function failed(message: string): AssertionError {
  return new AssertionError({ message });
}

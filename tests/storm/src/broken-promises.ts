import type { ChaosResult } from './chaos.js';
import { isShown, type StoredQuestion } from './records.js';

const secondMs = 1_000;
const hourMs = 60 * 60_000;
/** What Slack refuses is tried again after a quarter of an hour at most. */
const conditionMs = 15 * 60_000;
/** Where more than so many wait for a channel, it gets a card nearly every second. */
const someWait = 15;
/** After a pause each of three processes has its own second, and one of them the next. */
const maxAtOnce = 4;

/** Describes every broken promise. */
export function brokenPromises(result: ChaosResult): readonly string[] {
  const stored = new Map(result.drained.map((question) => [question.row.id, question]));
  const lost = [...result.asked.values()].filter(({ id }) => !stored.has(id));
  return [
    ...lost.map(({ id }) => `${id}: asking was acknowledged, and it is not there`),
    ...result.askedTwice.map((key) => `${key}: it was acknowledged with two ids`),
    ...[...result.acknowledged]
      .filter((id) => stored.get(id)?.row.status === 'pending')
      .map((id) => `${id}: an answer was acknowledged, and it is pending`),
    ...result.drained.flatMap((question) => [...decidedOnce(question, result), ...isWhole(question)]),
    ...waitsTooLong(result),
    ...isOutOfPace(result),
  ];
}

/** One outcome, under one delivery id. */
function decidedOnce({ row: { id, status } }: StoredQuestion, { decided, taken }: ChaosResult): readonly string[] {
  const outcomes = [...(decided.get(id) ?? [])];
  const deliveries = [...taken.values()].filter(({ approvalId }) => approvalId === id);
  const delivered = deliveries.map(({ outcome }) => outcome);
  return [
    ...(outcomes.every((outcome) => outcome === status) ? [] : [`${id}: ${outcomes} were stored, and it is ${status}`]),
    ...(deliveries.length === (status === 'pending' ? 0 : 1) && delivered.every((outcome) => outcome === status)
      ? []
      : [`${id}: it is ${status} and was delivered ${deliveries.length} times, as ${delivered}`]),
    ...(deliveries.every(({ bodies }) => bodies.size === 1) ? [] : [`${id}: one delivery id came with two bodies`]),
  ];
}

/** In the end nothing is left to do: a question has its card, a decision is delivered, every card shows what is so. */
function isWhole(question: StoredQuestion): readonly string[] {
  const { row, delivery, copies } = question;
  const { id, status, attention } = row;
  return [
    ...(attention === null ? [] : [`${id}: in the end it needs attention: ${attention}`]),
    ...(status !== 'pending' || isShown(question) ? [] : [`${id}: in the end it has no card`]),
    ...(status === 'pending' || delivery?.state === 'delivered' ? [] : [`${id}: in the end it is ${delivery?.state}`]),
    ...(copies.every(({ ts, state, wanted, shown }) => ts === null || state === 'gone' || wanted === shown)
      ? []
      : [`${id}: in the end its card is not up to date`]),
  ];
}

/** A card waits a second for each before it. A clock that was wrong by an hour may have said when, or Slack may have refused it. */
function waitsTooLong({ healed }: ChaosResult): readonly string[] {
  const waiting = waitingIn(healed.questions);
  const longestMs = waiting.length * secondMs + hourMs + conditionMs;
  return waiting.flatMap(({ row: { id, dueAt } }) =>
    dueAt !== null && dueAt <= healed.now + longestMs
      ? []
      : [`${id}: ${waiting.length} wait, and it is due ${dueAt === null ? 'never' : `in ${dueAt - healed.now} ms`}`],
  );
}

const waitingIn = (questions: readonly StoredQuestion[]) =>
  questions.filter((question) => question.row.status === 'pending' && !isShown(question));

/** Once all is well, a channel for which many wait gets its card a second, whatever the clocks had been and however much is late. */
function isOutOfPace({ healed, channelIds }: ChaosResult): readonly string[] {
  const { posts, seconds, questions } = healed;
  return channelIds.flatMap((channelId) => {
    const waiting = waitingIn(questions).filter(({ copies }) =>
      copies.some((copy) => copy.channelId === channelId && copy.problem === null),
    );
    const { length } = posts.filter((post) => post.channelId === channelId);
    if (length <= seconds + maxAtOnce && (waiting.length < someWait || length >= seconds / 2)) return [];
    return [`${waiting.length} wait for ${channelId}, and it got ${length} cards in ${seconds.toFixed(0)} s`];
  });
}

/** One line of figures. */
export function figuresOf(result: ChaosResult): string {
  const { asked, acknowledged, refusedClickCount, drained, posts, killCount, jumpCount, faultCounts, taken } = result;
  const count = (status: string) => drained.filter(({ row }) => row.status === status).length;
  const cards = posts.flatMap(({ approvalId }) => (approvalId === null ? [] : [approvalId]));
  const repeats = [...taken.values()].reduce((sum, { attemptCount }) => sum + attemptCount - 1, 0);
  const faults = Object.entries(faultCounts).map(([type, times]) => `${times} ${type}`);
  const ids = new Set(drained.map(({ row }) => row.id));
  const lost = [...asked.values()].filter(({ id }) => !ids.has(id)).length;
  return [
    `chaos: ${killCount} kills, ${jumpCount} jumps of a clock, Slack's faults: ${faults.join(', ') || 'none'}`,
    `${asked.size} questions acknowledged: ${['approved', 'rejected', 'withdrawn', 'pending'].map((status) => `${count(status)} ${status}`).join(', ')}`,
    `${acknowledged.size} answers acknowledged, ${refusedClickCount} clicks not`,
    `${cards.length} cards, ${cards.length - new Set(cards).size} of them twins`,
    `${taken.size} decisions delivered, ${repeats} of them again; ${lost} lost`,
  ].join('; ');
}

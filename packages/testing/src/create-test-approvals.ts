import {
  type Approvals,
  type CreateApprovalsOptions,
  createApprovals,
  type Duration,
  memoryStore,
} from '@k8s-pizza/slack-approval';
import { type KnownKeys, readDuration, receiveStream, refuseUnknownKeys } from '@k8s-pizza/slack-approval/host';
import { createSlackSimulator, type SlackSimulator, type WorldChanges } from '@k8s-pizza/slack-simulator';
import { asyncDispose } from './async-dispose.js';
import { type FixedClock, fixedClock } from './fixed-clock.js';
import { listenOnLoopback } from './listen-on-loopback.js';
import { type AnsweredCard, answerCard, type TestAnswer } from './test-approvals/answer-card.js';
import { type CardQuery, type CardSources, findCard, findCards, type TestCard } from './test-approvals/cards.js';

/** The options of `createTestApprovals`. None is required. */
export interface CreateTestApprovalsOptions {
  /**
   * Makes the approvals as your app does. Pass the given options on to `createApprovals`: the store in memory, the simulated Slack and the clock.
   *
   * @default createApprovals
   */
  readonly create?: (options: CreateApprovalsOptions) => Approvals;
  /** When the clock starts, in epoch milliseconds. @default 2026-01-01 10:00 UTC */
  readonly startAt?: number;
  /** People, channels and user groups beside those that the simulator begins with. */
  readonly workspace?: WorldChanges;
}

/** Real approvals with a simulated Slack and a clock that stands still. */
export interface TestApprovals extends AsyncDisposable {
  readonly approvals: Approvals;
  readonly slack: SlackSimulator;
  readonly clock: FixedClock;
  /**
   * Does the work that is due now: posts cards, delivers decisions. The other methods call it.
   *
   * A channel takes one card a second, so while cards wait the clock moves by a second for each, a minute at most.
   */
  settle(): Promise<void>;
  /** Moves the clock, and does the work that is due then: what expires, expires. */
  advance(by: Duration): Promise<void>;
  /** The cards that match, the oldest approval first. @default all */
  cards(query?: CardQuery): Promise<readonly TestCard[]>;
  /**
   * Waits up to a second for the one card that matches.
   *
   * @throws {AssertionError} none or several match: the message lists the cards that are there
   */
  expectCard(query?: CardQuery): Promise<TestCard>;
  /**
   * Lets a person approve, and delivers the decision. Takes a card or an approval.
   *
   * @throws {AssertionError} their vote is not taken: the message says what they were told
   */
  approve(card: AnsweredCard, answer: TestAnswer): Promise<void>;
  /** Lets a person reject, as `approve` does. @throws {AssertionError} their vote is not taken */
  reject(card: AnsweredCard, answer: TestAnswer): Promise<void>;
  /** Ends it all. `await using` calls it at the end of the block. */
  close(): Promise<void>;
}

const knownOptions = { create: true, startAt: true, workspace: true } satisfies KnownKeys<CreateTestApprovalsOptions>;
const knownQuery = { text: true, channel: true, kind: true, key: true, status: true } satisfies KnownKeys<CardQuery>;
const knownAnswer = { as: true, choice: true, reason: true } satisfies KnownKeys<TestAnswer>;

/**
 * Makes approvals to test an app with, beside a simulated Slack.
 *
 * People of that Slack answer, and you move the clock. It needs no server of yours and no test runner, and keeps no process running.
 *
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export async function createTestApprovals(options: CreateTestApprovalsOptions = {}): Promise<TestApprovals> {
  refuseUnknownKeys('createTestApprovals', options, knownOptions);
  const { create = createApprovals, startAt = Date.UTC(2026, 0, 1, 10), workspace } = options;
  const clock = fixedClock(startAt);
  // a clock that stands still would reach every limit
  const slack = await createSlackSimulator({ ...workspace, clock, rateLimits: false });
  const { botToken: token, signingSecret, apiUrl } = slack;
  const approvals = create({ store: memoryStore(), slack: { token, signingSecret, apiUrl }, clock });
  const host = await serve(approvals);
  slack.requestUrl = host.url;
  const settle = () => settleAll(approvals, clock);
  const close = async () => {
    await approvals.stop();
    await host.close();
    await slack.close();
  };
  return { approvals, slack, clock, ...doings({ approvals, slack, settle }, clock), close, [asyncDispose]: close };
}

function doings(sources: CardSources, clock: FixedClock) {
  const answerAs = (answer: 'approve' | 'reject') => async (card: AnsweredCard, given: TestAnswer) => {
    refuseUnknownKeys(answer, given, knownAnswer, 'invalid_argument');
    await answerCard(sources, answer, card, given);
  };
  return {
    settle: sources.settle,
    async advance(by) {
      const ms = readDuration('by', by);
      // what is under way belongs to the time before
      await sources.settle();
      clock.advance(ms);
      await sources.settle();
    },
    async cards(query = {}) {
      refuseUnknownKeys('cards', query, knownQuery, 'invalid_argument');
      return await findCards(sources, query);
    },
    async expectCard(query = {}) {
      refuseUnknownKeys('expectCard', query, knownQuery, 'invalid_argument');
      return await findCard(sources, query);
    },
    approve: answerAs('approve'),
    reject: answerAs('reject'),
  } satisfies Partial<TestApprovals>;
}

const maxSeconds = 60;

async function settleAll(approvals: Approvals, clock: FixedClock): Promise<void> {
  const work = async () => {
    await approvals.flush();
    await approvals.processDue();
    await approvals.flush();
  };
  await work();
  for (let second = 0; second < maxSeconds && (await isCardWaiting(approvals)); second += 1) {
    clock.advance(1_000);
    await work();
  }
}

async function isCardWaiting({ list }: Approvals): Promise<boolean> {
  const { approvals } = await list({ status: 'pending', limit: 100 });
  return approvals.some(({ copies }) => copies.some(({ ts, problem }) => ts === null && problem === null));
}

/** Takes the requests of the simulator. */
async function serve({ handleRaw }: Approvals) {
  return await listenOnLoopback((request, response) => {
    const { method = '', headers } = request;
    const header = (name: string) => headers[name.toLowerCase()]?.toString();
    receiveStream(handleRaw, { method, header, body: request }).then(
      (answer) => response.writeHead(answer.status, answer.headers).end(answer.body),
      () => response.writeHead(500).end(),
    );
  });
}

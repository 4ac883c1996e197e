import type { SlackSimulator } from '@k8s-pizza/slack-simulator';
import { type Click, type SignedClick, signedClick } from 'test-processes/slack/signed-click';
import type { SlackGate } from 'test-processes/slack/slack-gate';
import { type Card, cardOf, toldBy } from './card.js';
import type { Observed } from './find-faults.js';
import type { Fleet, Replica } from './fleet.js';
import type { Ballot, Input, Operation, Result, Status } from './operation.js';
import type { Receiver } from './receiver.js';
import { approvers, channelId, type KindName, kindRules } from './settings.js';

/** One approval, and what was done to it and seen of it so far. */
export interface Subject {
  readonly id: string;
  readonly kind: KindName;
  readonly expiresAt: number;
  readonly askedAt: number;
  readonly createdCount: number;
  card: Card | null;
  readonly operations: Operation[];
  readonly decisions: Observed['decisions'][number][];
}

export interface Campaign {
  readonly fleet: Fleet;
  readonly slack: SlackSimulator;
  readonly gate: SlackGate;
  readonly receiver: Receiver;
  /** The next instant of the test's own clock, which orders everything that was done. */
  readonly instant: () => number;
  readonly random: () => number;
}

/** Asks two processes for the same thing at once, and again where both were killed. */
export async function ask({ fleet, instant, random }: Campaign, kind: KindName, key: string): Promise<Subject> {
  for (;;) {
    const askedAt = instant();
    const replicas = [await fleet.pick(random()), await fleet.pick(random())];
    const answers = await Promise.all(replicas.map((replica) => replica.tell('ask', { kind, key }).catch(() => null)));
    const heard = answers.filter((answer) => answer !== null);
    const [first] = heard;
    if (first === undefined) continue;
    const ids = new Set(heard.map(({ approval }) => approval.id));
    if (ids.size !== 1) throw new Error(`Expected one approval for one key, got ${ids.size}.`);
    const { id, expiresAt } = first.approval;
    const createdCount = heard.filter(({ created }) => created).length;
    return { id, kind, expiresAt: expiresAt ?? 0, askedAt, createdCount, card: null, operations: [], decisions: [] };
  }
}

/** Does one operation at one process, and records when it ran and its results; null if no answer came. */
async function operate(
  { fleet, instant }: Campaign,
  replica: Replica,
  doing: () => Promise<readonly Result[] | null>,
): Promise<Omit<Operation, 'name' | 'input'>> {
  const begunAt = instant();
  const earliest = replica.clock.heard;
  const results = await doing();
  const endedAt = results === null ? null : instant();
  const clock = { earliest, latest: replica.clock.told };
  if (results !== null) fleet.answered(replica);
  return { results, begunAt, endedAt, clock };
}

function note(subject: Subject, replica: Replica, input: Input, operation: Omit<Operation, 'name' | 'input'>): void {
  subject.operations.push({ name: `${nameOf(input)} at ${replica.index}`, input, ...operation });
}

function nameOf(input: Input): string {
  if (input.type === 'click') return `${input.by} ${input.answer} (${input.actionTs})`;
  return input.type === 'take_back' ? `${input.by} takes back (${input.actionTs})` : input.type;
}

/** One vote, which Slack sends to one process or, byte for byte, to several at once. */
export async function click(campaign: Campaign, subject: Subject, ballot: Ballot, times: number): Promise<void> {
  const { by, answer } = ballot;
  await press(campaign, subject, { by, button: answer, times }, (actionTs) => ({
    type: 'click',
    by,
    answer,
    actionTs,
  }));
}

/** A person takes their vote back. */
export async function takeBack(campaign: Campaign, subject: Subject, by: string, times: number): Promise<void> {
  const button = 'take_back_vote';
  await press(campaign, subject, { by, button, times }, (actionTs) => ({ type: 'take_back', by, actionTs }));
}

type Press = Pick<Click, 'by' | 'button'> & { readonly times: number };

async function press(
  campaign: Campaign,
  subject: Subject,
  { by, button, times }: Press,
  toInput: (actionTs: number) => Input,
): Promise<void> {
  const { fleet, slack, gate, instant, random } = campaign;
  const { card } = subject;
  if (card === null) return;
  const nowMs = fleet.now();
  const reply = gate.replyAddress();
  // Slack's stamps are seconds, and no two are the same
  const actionTs = `${Math.floor(nowMs / 1_000)}.${String(instant()).padStart(6, '0')}`;
  const request = signedClick({ app: slack, ...card, by, button, channelId, actionTs, replyUrl: reply.url, nowMs });
  const replicas = await Promise.all(Array.from({ length: times }, () => fleet.pick(random())));
  const answers = await Promise.all(
    replicas.map((replica) => operate(campaign, replica, async () => ((await send(replica, request)) ? [] : null))),
  );
  const results = resultsOf(reply.said, answers.filter((answer) => answer.results !== null).length, answers.length);
  for (const [index, replica] of replicas.entries()) {
    const answer = answers[index];
    if (answer === undefined) continue;
    note(subject, replica, toInput(Number(actionTs)), { ...answer, results: answer.results === null ? null : results });
  }
}

/** Whether it was answered 200; anything else is Slack's own error, and may mean anything. */
async function send(replica: Replica, click: SignedClick): Promise<boolean> {
  const status = await fetch(replica.url, { method: 'POST', ...click }).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.status;
    },
    // killed before it answered
    () => 0,
  );
  if (![0, 200, 503].includes(status)) throw new Error(`Expected a click to be answered 200 or 503, got ${status}.`);
  return status === 200;
}

/** What the answers to one click mean: the reply names no process, so where some were told and others not, each may be either. */
function resultsOf(said: readonly string[], answeredCount: number, sentCount: number): readonly Result[] {
  const told = [...new Set(said)].map(toldBy);
  if (said.length === 0) return [{ type: 'silent' }];
  return said.length === answeredCount && answeredCount === sentCount ? told : [{ type: 'silent' }, ...told];
}

export async function withdraw(campaign: Campaign, subject: Subject): Promise<void> {
  const replica = await campaign.fleet.pick(campaign.random());
  const operation = await operate(campaign, replica, async () => {
    const answer = await replica.tell('withdraw', subject.id).catch(() => null);
    if (answer === null) return null;
    if (answer.ok) return [{ type: 'withdrawn' }];
    const [, status] = /^This is (approved|rejected|expired|withdrawn) already/.exec(answer.explanation) ?? [];
    // as: one of the four words above
    return [{ type: 'told', what: status as Exclude<Status, 'pending'> }];
  });
  note(subject, replica, { type: 'withdraw' }, operation);
}

export async function read(campaign: Campaign, subject: Subject, replica: Replica) {
  const seen: Observed['approvals'][number][] = [];
  const operation = await operate(campaign, replica, async () => {
    const approval = await replica.tell('get', subject.id).catch(() => null);
    if (approval === null) return null;
    seen.push(approval);
    const { status, votes, decision } = approval;
    if (decision !== null) subject.decisions.push(decision);
    const ballots = (checked: boolean) =>
      votes.filter((vote) => vote.checked === checked).map(({ by, answer }) => ({ by: by.userId, answer }));
    return [{ type: 'seen', status, votes: ballots(true), unchecked: ballots(false) }];
  });
  note(subject, replica, { type: 'read' }, operation);
  return seen;
}

/** Waits until these approvals have a card in Slack, or have ended without one. */
export async function waitForCards({ fleet, slack }: Campaign, subjects: readonly Subject[]): Promise<void> {
  const maxTurns = 30;
  for (let turn = 0; turn < maxTurns && subjects.some(({ card }) => card === null); turn += 1) {
    await fleet.advance(turn < 10 ? 1_000 : 10_000);
    await Promise.all(fleet.all().map((replica) => replica.tell('process_due', null).catch(() => null)));
    for (const subject of subjects) subject.card ??= cardOf(slack, subject.id);
  }
}

/** Everything that was seen of an approval, with what every process says in the end. */
export async function observe(campaign: Campaign, subject: Subject): Promise<Observed> {
  const { fleet, receiver } = campaign;
  const { id, kind, expiresAt, askedAt, createdCount } = subject;
  const approvals: Observed['approvals'][number][] = [];
  const histories: Observed['histories'][number][] = [];
  for (const replica of fleet.all()) {
    approvals.push(...(await read(campaign, subject, replica)));
    histories.push(await replica.tell('history', id));
  }
  const deliveries = receiver.attempts.filter(({ event }) => event.data.approvalId === id);
  const announced = fleet.announced.filter(({ approvalId }) => approvalId === id);
  const expiredAt = fleet.firstAt(expiresAt);
  const clock = { earliest: 0, latest: 0 };
  const operations: Operation[] = [
    ...subject.operations,
    ...deliveries.map(({ event: { data }, at }): Operation => {
      const decision = {
        type: 'decision',
        status: data.outcome,
        by: data.decidedBy.map(({ userId }) => userId),
      } as const;
      return { name: 'delivered', input: { type: 'read' }, results: [decision], begunAt: askedAt, endedAt: at, clock };
    }),
  ];
  if (expiredAt !== null)
    operations.push({
      name: 'expires',
      input: { type: 'expire' },
      results: null,
      begunAt: expiredAt,
      endedAt: null,
      clock,
    });
  const { quorum, looksUp } = kindRules[kind];
  return {
    id,
    rules: { approvers, quorum, looksUp, expiresAt },
    operations,
    createdCount,
    approvals,
    histories,
    decisions: [...subject.decisions, ...announced, ...deliveries.map(({ event }) => event.data)],
    announcedCount: announced.length,
    deliveries,
    appliedCount: receiver.applied.filter(({ approvalId }) => approvalId === id).length,
  };
}

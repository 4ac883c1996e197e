import { type Approval, type Decision, type HistoryEntry, verifyHistory } from '@k8s-pizza/slack-approval';
import type { Rules } from './approval-model.js';
import { findOrder } from './find-order.js';
import type { Operation } from './operation.js';

/** Everything that was seen of one approval. */
export interface Observed {
  readonly id: string;
  readonly rules: Rules;
  readonly operations: readonly Operation[];
  /** How many processes said that they created it. */
  readonly createdCount: number;
  /** As each process reads it in the end. */
  readonly approvals: readonly Pick<Approval<unknown>, 'status' | 'attention' | 'delivery' | 'votes' | 'decision'>[];
  readonly histories: readonly (readonly HistoryEntry[])[];
  /** The decision, each time it was seen: in a read, in an event, in a delivery. */
  readonly decisions: readonly Pick<
    Decision<unknown>,
    'outcome' | 'decidedAt' | 'decidedBy' | 'shown' | 'historyHead'
  >[];
  /** How often a process said that it had stored the decision. */
  readonly announcedCount: number;
  readonly deliveries: readonly { readonly id: string; readonly body: string }[];
  readonly appliedCount: number;
}

/** Describes every broken promise. @returns an empty list if all were kept */
export function findFaults(observed: Observed): readonly string[] {
  const faults = [
    ...historyFaults(observed),
    ...voteFaults(observed),
    ...decisionFaults(observed),
    ...deliveryFaults(observed),
    ...orderFaults(observed),
  ];
  return faults.map((fault) => `${observed.id}: ${fault}`);
}

function check(isKept: boolean, fault: string): readonly string[] {
  return isKept ? [] : [fault];
}

const distinct = (values: readonly unknown[]): number => new Set(values.map((value) => JSON.stringify(value))).size;
const typeOf = ({ event }: HistoryEntry): unknown => event['type'];
const isAnswer = (entry: HistoryEntry): boolean => typeOf(entry) === 'voted' || typeOf(entry) === 'vote_taken_back';
const isDecision = (entry: HistoryEntry): boolean => typeOf(entry) === 'decided' || typeOf(entry) === 'withdrawn';

function historyFaults({ histories, approvals, decisions, createdCount }: Observed): readonly string[] {
  const history = histories[0] ?? [];
  const heads = decisions.map(({ historyHead }) => verifyHistory(history, { head: historyHead }));
  return [
    ...check(createdCount <= 1, `created by ${createdCount} processes`),
    ...check(distinct(histories) === 1, 'processes tell different histories'),
    ...check(distinct(approvals) === 1, 'processes tell different approvals'),
    ...check(verifyHistory(history).whole, 'the history is not whole'),
    ...check(
      heads.every(({ containsHead }) => containsHead === true),
      'the history does not contain a head that travelled',
    ),
    ...check(history.filter(isDecision).length === 1, `${history.filter(isDecision).length} decisions in the history`),
  ];
}

interface Answered {
  readonly by: { readonly userId: string };
  /** Null: they took their vote back. */
  readonly answer: string | null;
}

/** What people answered, in order. as: the history's own entries of votes have this form. */
const answersIn = (history: readonly HistoryEntry[]): readonly Answered[] =>
  history.filter(isAnswer).map((entry) => {
    if (typeOf(entry) === 'voted') return entry.event['vote'] as Answered;
    return { by: entry.event['by'] as Answered['by'], answer: null };
  });

/** The votes that are left when the newer of a person takes the place of the older, and what was taken back is gone. */
const votesIn = (history: readonly HistoryEntry[]): readonly Answered[] => {
  const answers = answersIn(history);
  const newest = ({ by }: Answered) => answers.findLast((other) => other.by.userId === by.userId);
  return answers.filter((answer) => answer.answer !== null && newest(answer) === answer);
};

const maxChanges = 5;

/** What is wrong with the order in which one person answered. */
function changeFaults(by: string, { histories, rules }: Pick<Observed, 'histories' | 'rules'>): readonly string[] {
  const answers = answersIn(histories[0] ?? []).filter((answer) => answer.by.userId === by);
  const before = answers.map((_, index) => answers[index - 1]?.answer ?? null);
  const changeCount = before.filter((answer) => answer !== null).length;
  // an unchecked answer between two equal ones is no entry, as it was dropped
  const repeats = rules.looksUp ? [] : answers.filter(({ answer }, index) => answer === before[index]);
  return [
    ...check(changeCount <= maxChanges, `${by} changed an answer ${changeCount} times`),
    ...check(repeats.length === 0, `${by} gave the same answer twice, or took back what was not there`),
  ];
}

function voteFaults({ histories, rules, operations, approvals }: Observed): readonly string[] {
  const history = histories[0] ?? [];
  const answers = answersIn(history);
  const hasVoted = (by: string) => answers.some((answer) => answer.answer !== null && answer.by.userId === by);
  const people = new Set(answers.map(({ by }) => by.userId));
  const after = history.slice(history.findIndex(isDecision)).filter(isAnswer);
  const stored = operations.flatMap(({ input, results }) =>
    input.type === 'click' && results?.length === 1 && results[0]?.type === 'silent' ? [input] : [],
  );
  // a person who has to be looked up may be found too late, or be no approver
  const surely = rules.looksUp ? [] : stored;
  const told = approvals[0]?.votes.filter(({ checked }) => checked).map(({ by, answer }) => [by.userId, answer]) ?? [];
  const written = votesIn(history).map(({ by, answer }) => [by.userId, answer]);
  const otherwise = operations.flatMap(({ results }) => results ?? []).filter(({ type }) => type === 'told_otherwise');
  return [
    ...check(otherwise.length === 0, `a person was told what never holds here: ${JSON.stringify(otherwise)}`),
    ...check(after.length === 0, 'a vote counted after the decision'),
    ...[...people].flatMap((by) => changeFaults(by, { histories, rules })),
    ...surely.flatMap(({ by }) => check(hasVoted(by), `${by} was answered 200 and no vote is in the history`)),
    ...check(
      [...people].every((by) => rules.approvers.includes(by)),
      'a person voted who is no approver',
    ),
    ...check(JSON.stringify(told) === JSON.stringify(written), 'the votes are not those of the history'),
  ];
}

function decisionFaults({ decisions, announcedCount, histories, rules }: Observed): readonly string[] {
  const seen = decisions.map(({ outcome, decidedAt, decidedBy, shown, historyHead }) => [
    outcome,
    decidedAt,
    shown,
    decidedBy.map(({ userId }) => userId),
    historyHead.seq,
    historyHead.hash,
  ]);
  const [decision] = decisions;
  const answers = { approved: 'approve', rejected: 'reject', expired: null, withdrawn: null } as const;
  const answer = decision === undefined ? null : answers[decision.outcome];
  const people = new Set(
    votesIn(histories[0] ?? []).flatMap((vote) => (vote.answer === answer ? [vote.by.userId] : [])),
  );
  const isUnseen = (histories[0] ?? []).some((entry) => typeOf(entry) === 'never_shown');
  return [
    ...check(
      decisions.every(({ shown }) => shown !== isUnseen),
      `its history says that its card was ${isUnseen ? 'never ' : ''}shown, and a decision otherwise`,
    ),
    ...check(distinct(seen) === 1, `${distinct(seen)} different decisions were seen`),
    ...check(announcedCount <= 1, `${announcedCount} processes say that they stored the decision`),
    ...check(answer === null || people.size >= rules.quorum[answer], `decided by ${people.size} people`),
  ];
}

function deliveryFaults({ id, approvals, deliveries, appliedCount }: Observed): readonly string[] {
  const { state } = approvals[0]?.delivery ?? { state: 'none' };
  const attention = approvals[0]?.attention?.code ?? null;
  return [
    ...check(
      deliveries.every((delivery) => delivery.id === id),
      'a delivery under another id',
    ),
    ...check(distinct(deliveries.map(({ body }) => body)) <= 1, 'deliveries with different bytes'),
    ...check(state === 'delivered' || state === 'dead', `its delivery is ${state}`),
    ...check(state !== 'delivered' || appliedCount === 1, `delivered, and applied ${appliedCount} times`),
    ...check(appliedCount <= 1, `applied ${appliedCount} times`),
    ...check((attention === 'delivery_dead') === (state === 'dead'), `${state}, and attention is ${attention}`),
  ];
}

function orderFaults({ rules, operations }: Observed): readonly string[] {
  const { isWhole, order } = findOrder(rules, operations);
  if (isWhole) return [];
  const rows = operations.map(
    ({ name, results, begunAt, endedAt }) => `    ${begunAt}-${endedAt ?? ''} ${name}: ${JSON.stringify(results)}`,
  );
  return [`no order explains what was answered; the longest is ${order.join(', ')} of\n${rows.join('\n')}`];
}

import type { Ballot, Input, Operation, Result, Status } from './operation.js';

/** The rules of one kind. */
export interface Rules {
  readonly approvers: readonly string[];
  readonly quorum: { readonly approve: number; readonly reject: number };
  /** Approvers have to be looked up: a vote may be stored first and counted later. */
  readonly looksUp: boolean;
  readonly expiresAt: number;
}

/** An approval as one process without failures would keep it: all processes together must look like this. */
export interface State {
  readonly status: Status;
  readonly votes: readonly Ballot[];
  readonly unchecked: readonly Ballot[];
  /** The newest click of each person that was stored, by Slack's stamp. */
  readonly acted: Readonly<Record<string, number>>;
}

type Click = Extract<Input, { type: 'click' }>;

export interface Step {
  readonly state: State;
  readonly result: Result;
}

export const asked: State = { status: 'pending', votes: [], unchecked: [], acted: {} };

/** The people whose answers made the decision. */
function decidedBy({ status, votes }: Pick<State, 'status' | 'votes'>): readonly string[] {
  if (status !== 'approved' && status !== 'rejected') return [];
  const answer = status === 'approved' ? 'approve' : 'reject';
  return votes.filter((vote) => vote.answer === answer).map(({ by }) => by);
}

/** Every step that an operation may take in this state; none if it cannot happen in it. */
export function stepsOf(
  rules: Rules,
  state: State,
  { input, clock }: Pick<Operation, 'input' | 'clock'>,
): readonly Step[] {
  const { status, votes, unchecked } = state;
  switch (input.type) {
    case 'read':
      return [
        { state, result: { type: 'seen', status, votes, unchecked } },
        { state, result: { type: 'decision', status, by: decidedBy(state) } },
      ];
    case 'expire':
      // it waits for people who voted in time and are still looked up
      return status === 'pending' && unchecked.length === 0
        ? [{ state: { ...state, status: 'expired' }, result: { type: 'silent' } }]
        : [];
    case 'withdraw':
      if (status !== 'pending') return [{ state, result: { type: 'told', what: status } }];
      return clock.earliest < rules.expiresAt || unchecked.length > 0
        ? [{ state: { ...state, status: 'withdrawn', unchecked: [] }, result: { type: 'withdrawn' } }]
        : [];
    case 'click':
      return clickSteps(rules, state, input, clock);
  }
}

function clickSteps(rules: Rules, state: State, click: Click, clock: Operation['clock']): readonly Step[] {
  if (click.actionTs <= (state.acted[click.by] ?? 0)) return [{ state, result: { type: 'silent' } }];
  if (state.status !== 'pending') return [{ state, result: { type: 'told', what: state.status } }];
  // told by the clock alone: the expiry is stored after the answer, if at all
  const late: Step[] = clock.latest >= rules.expiresAt ? [{ state, result: { type: 'told', what: 'expired' } }] : [];
  return clock.earliest < rules.expiresAt ? [...late, ...clickInTime(rules, state, click)] : late;
}

function clickInTime(rules: Rules, state: State, click: Click): readonly Step[] {
  const { by, answer, actionTs } = click;
  if ([...state.votes, ...state.unchecked].some((vote) => vote.by === by))
    return [{ state, result: { type: 'told', what: 'answer_in' } }];
  const isApprover = rules.approvers.includes(by);
  if (!isApprover && !rules.looksUp) return [{ state, result: { type: 'told', what: 'no_approver' } }];
  const acted = { ...state.acted, [by]: actionTs };
  const stored = { ...state, acted, unchecked: [...state.unchecked, { by, answer }] };
  const counted = isApprover ? [count(rules, { ...state, acted }, { by, answer })] : [];
  return [...counted, ...(rules.looksUp ? [stored] : [])].map((after) => ({
    state: after,
    result: { type: 'silent' },
  }));
}

/** What may happen without an operation: a person whose vote is stored has been looked up. */
export function checksOf(rules: Rules, state: State): readonly State[] {
  if (state.status !== 'pending') return [];
  return state.unchecked.map((vote) => {
    const rest = { ...state, unchecked: state.unchecked.filter((other) => other !== vote) };
    return rules.approvers.includes(vote.by) ? count(rules, rest, vote) : rest;
  });
}

function count({ quorum }: Rules, state: State, vote: Ballot): State {
  const votes = [...state.votes, vote];
  const have = votes.filter(({ answer }) => answer === vote.answer).length;
  if (have < quorum[vote.answer]) return { ...state, votes };
  return { ...state, votes, unchecked: [], status: vote.answer === 'approve' ? 'approved' : 'rejected' };
}

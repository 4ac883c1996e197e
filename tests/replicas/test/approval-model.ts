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
  /** How often each person has replaced an answer, or taken it back. */
  readonly changes: Readonly<Record<string, number>>;
  /** The people whose answers made the decision. */
  readonly decidedBy: readonly string[];
}

type Click = Extract<Input, { type: 'click' }>;
type TakeBack = Extract<Input, { type: 'take_back' }>;

export interface Step {
  readonly state: State;
  readonly result: Result;
}

const maxChanges = 5;

export const asked: State = { status: 'pending', votes: [], unchecked: [], acted: {}, changes: {}, decidedBy: [] };

/** Every step that an operation may take in this state; none if it cannot happen in it. */
export function stepsOf(
  rules: Rules,
  state: State,
  { input, clock }: Pick<Operation, 'input' | 'clock'>,
): readonly Step[] {
  const { status, votes, unchecked, decidedBy } = state;
  switch (input.type) {
    case 'read':
      return [
        { state, result: { type: 'seen', status, votes, unchecked } },
        { state, result: { type: 'decision', status, by: decidedBy } },
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
    case 'take_back':
      return takeBackSteps(rules, state, input, clock);
    case 'click':
      return clickSteps(rules, state, input, clock);
  }
}

function isRepeat(state: State, { by, actionTs }: Click | TakeBack): boolean {
  return actionTs <= (state.acted[by] ?? 0);
}

const told = (state: State, what: Extract<Result, { type: 'told' }>['what']): Step => ({
  state,
  result: { type: 'told', what },
});

function takeBackSteps(rules: Rules, state: State, input: TakeBack, clock: Operation['clock']): readonly Step[] {
  if (isRepeat(state, input)) return [{ state, result: { type: 'silent' } }];
  if (state.status !== 'pending') return [told(state, state.status)];
  // while people are looked up it has not expired, and an answer can still be taken back
  const isWaiting = state.unchecked.length > 0;
  const late = clock.latest >= rules.expiresAt && !isWaiting ? [told(state, 'expired')] : [];
  return clock.earliest < rules.expiresAt || isWaiting ? [...late, ...takeBackInTime(rules, state, input)] : late;
}

function takeBackInTime(rules: Rules, state: State, { by, actionTs }: TakeBack): readonly Step[] {
  if (newestOf(state, by) === null) return [told(state, 'no_vote')];
  if (hasChangedOften(state, by)) return [told(state, 'too_many_changes')];
  const without = acting(withoutAnswers(state, by), by, actionTs);
  return settle(rules, without, 'approve').map((after) => ({ state: after, result: { type: 'taken_back' } }));
}

function clickSteps(rules: Rules, state: State, click: Click, clock: Operation['clock']): readonly Step[] {
  if (isRepeat(state, click)) return [{ state, result: { type: 'silent' } }];
  if (state.status !== 'pending') return [told(state, state.status)];
  // told by the clock alone: the expiry is stored after the answer, if at all
  const late = clock.latest >= rules.expiresAt ? lateSteps(state, click) : [];
  return clock.earliest < rules.expiresAt ? [...late, ...clickInTime(rules, state, click)] : late;
}

/** The expiry waits while people are looked up: by then a person without a new answer hears of the one they gave. */
function lateSteps(state: State, click: Click): readonly Step[] {
  const unchanged = state.unchecked.length === 0 ? null : whyUnchanged(state, click);
  return unchanged === null ? [told(state, 'expired')] : [unchanged];
}

function clickInTime(rules: Rules, state: State, click: Click): readonly Step[] {
  const { by, answer, actionTs } = click;
  const unchanged = whyUnchanged(state, click);
  if (unchanged !== null) return [unchanged];
  const isApprover = rules.approvers.includes(by);
  if (!isApprover && !rules.looksUp) return [told(state, 'no_approver')];
  const without = acting(withoutAnswers(state, by), by, actionTs);
  // what counted goes on counting until the newer answer does
  const stored = { ...without, votes: state.votes, unchecked: [...without.unchecked, { by, answer }] };
  const counted = isApprover ? count(rules, without, { by, answer }) : [];
  return [...counted, ...(rules.looksUp ? settle(rules, stored, 'approve') : [])].map((after) => ({
    state: after,
    result: { type: 'silent' },
  }));
}

function whyUnchanged(state: State, { by, answer }: Click): Step | null {
  const newest = newestOf(state, by);
  if (newest === null) return null;
  if (newest.answer === answer) return told(state, 'answer_in');
  return hasChangedOften(state, by) ? told(state, 'too_many_changes') : null;
}

function newestOf({ votes, unchecked }: State, by: string): Ballot | null {
  return [...votes, ...unchecked].findLast((vote) => vote.by === by) ?? null;
}

function hasChangedOften({ changes }: State, by: string): boolean {
  return (changes[by] ?? 0) >= maxChanges;
}

/** Without what this person has answered, which is one of their changes. */
function withoutAnswers(state: State, by: string): State {
  if (newestOf(state, by) === null) return state;
  const others = (votes: readonly Ballot[]) => votes.filter((vote) => vote.by !== by);
  const changes = { ...state.changes, [by]: (state.changes[by] ?? 0) + 1 };
  return { ...state, votes: others(state.votes), unchecked: others(state.unchecked), changes };
}

function acting(state: State, by: string, actionTs: number): State {
  return { ...state, acted: { ...state.acted, [by]: actionTs } };
}

/** What may happen without an operation: a person whose vote is stored has been looked up. */
export function checksOf(rules: Rules, state: State): readonly State[] {
  if (state.status !== 'pending') return [];
  return state.unchecked.flatMap((vote) => {
    const rest = { ...state, unchecked: state.unchecked.filter((other) => other !== vote) };
    return rules.approvers.includes(vote.by) ? count(rules, rest, vote) : settle(rules, rest, 'approve');
  });
}

/** Counts a vote in the place of the older one. */
function count(rules: Rules, state: State, vote: Ballot): readonly State[] {
  const votes = [...state.votes.filter(({ by }) => by !== vote.by), vote];
  return settle(rules, { ...state, votes }, vote.answer);
}

/**
 * Decides if there are enough of these answers. A person whose newer answer is looked up decides nothing by the older one.
 *
 * Approvals wait for a rejection that is looked up, if it is not newer. The processes' clocks tell that, and they differ, so both may be.
 */
function settle({ quorum }: Rules, state: State, answer: Ballot['answer']): readonly State[] {
  const { votes, unchecked } = state;
  const decidedBy = votes
    .filter((vote) => vote.answer === answer && !unchecked.some((newer) => newer.by === vote.by))
    .map(({ by }) => by);
  if (decidedBy.length < quorum[answer]) return [state];
  const status = answer === 'approve' ? 'approved' : 'rejected';
  const decided: State = { ...state, decidedBy, unchecked: [], status };
  const canWait = answer === 'approve' && unchecked.some((vote) => vote.answer === 'reject');
  return canWait ? [decided, state] : [decided];
}

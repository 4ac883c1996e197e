import { type Action, elsewhereActions, homeLooks, looking } from './actions.js';
import type { Role } from './people.js';
import { isImpossible, type State } from './states.js';
import type { PlacedCell } from './table.js';

/** A promise that holds in every cell. */
interface Rule {
  readonly promise: string;
  readonly holds: (cell: PlacedCell) => boolean;
}

const namesOfVotes = ['voted', 'edited', 'decided approved', 'decided rejected'];
const neverVote: readonly Role[] = ['requester', 'onBehalfOf', 'guest', 'bot', 'outsider', 'deactivated', 'unknown'];
const askers: readonly Role[] = ['requester', 'onBehalfOf'];
const channelDecides: readonly State[] = ['open', 'voted', 'checking'];
const unreadable: readonly State[] = [
  'newer',
  'corrupt',
  'missing',
  'other_namespace',
  'other_installation',
  'foreign',
];
const canBeWithdrawn: readonly State[] = ['pending', 'open', 'second_stage', 'amended', 'stuck'];
const isOver: readonly State[] = [
  'approved_owed',
  'approved',
  'approved_dead',
  'approved_kept',
  'step_active',
  'step_failed',
  'step_done',
  'rejected',
  'expired',
  'withdrawn',
  'erased',
];
const approvals: readonly Action[] = [
  'approve',
  'choice',
  'approve elsewhere',
  'open_approve_form',
  'approve_form',
  'approve_form edited',
  'selected_form',
];
/** Their approver may answer them from anywhere. */
const namesApprovers: readonly State[] = ['pending', 'second_stage', 'amended', 'stuck'];

const wayOf = {
  members: ['open', 'approved_kept'],
  ownVote: ['voted', 'repeated', 'checking'],
  secondStage: [
    'second_stage',
    'approved_owed',
    'approved',
    'approved_dead',
    'step_active',
    'step_failed',
    'step_done',
  ],
} as const satisfies Record<string, readonly State[]>;

/** Who may see an approval from anywhere: they asked, may vote there, or have voted. Written down apart from the code. */
function mayLookFromAnywhere({ state, role }: Pick<PlacedCell, 'state' | 'role'>): boolean {
  const isIn = (states: readonly State[]): boolean => states.includes(state);
  if (isIn(unreadable)) return false;
  if (isIn(wayOf.ownVote)) return !isImpossible(state, role);
  if (askers.includes(role)) return true;
  if (isIn(wayOf.members)) return false;
  return role === 'approver' || role === 'vetoer' || (role === 'otherApprover' && isIn(wayOf.secondStage));
}

function isNotFound({ seen }: PlacedCell): boolean {
  return seen.some((one) => one.includes('`not_found') || one.includes('`otherDeployment`'));
}

function hasVoted({ stored }: PlacedCell): boolean {
  return stored.some((name) => namesOfVotes.includes(name));
}

export const rules: readonly Rule[] = [
  {
    promise: 'Slack shows no error',
    holds: ({ seen }) => !seen.some((one) => one.startsWith('Slack’s error')),
  },
  {
    promise: 'those who asked, guests, bots, people from outside, deactivated and unknown people never vote',
    holds: (cell) => !(neverVote.includes(cell.role) && hasVoted(cell)),
  },
  {
    promise: 'members vote only where the members of the channel decide',
    holds: (cell) => cell.role !== 'member' || !hasVoted(cell) || channelDecides.includes(cell.state),
  },
  {
    promise: 'an approver of another stage votes only where the members of the channel decide',
    holds: (cell) => cell.role !== 'otherApprover' || !hasVoted(cell) || channelDecides.includes(cell.state),
  },
  {
    promise: 'a vetoer only rejects, unless they are an approver too',
    holds: (cell) =>
      cell.role !== 'vetoer' ||
      !hasVoted(cell) ||
      channelDecides.includes(cell.state) ||
      (!approvals.includes(cell.action) && cell.stored.includes('decided rejected')),
  },
  {
    promise: 'only those who asked withdraw, and only while it is pending',
    holds: ({ action, state, role, stored }) =>
      stored.includes('withdrawn') ===
      (action === 'withdraw_form' && askers.includes(role) && canBeWithdrawn.includes(state)),
  },
  {
    promise: 'a dead delivery is sent again for those who asked or decided or may vote, and nobody else',
    holds: ({ action, state, role, stored }) =>
      stored.includes('redelivered') ===
      (action === 'retry_delivery' &&
        state === 'approved_dead' &&
        ['requester', 'onBehalfOf', 'approver', 'otherApprover', 'vetoer'].includes(role)),
  },
  {
    promise: 'looking stores nothing',
    holds: ({ action, stored }) => !looking.includes(action) || stored.length === 0,
  },
  {
    promise: 'nothing is stored once it is over, but for a delivery that is sent again',
    holds: ({ state, stored }) => !isOver.includes(state) || stored.length === 0 || stored.includes('redelivered'),
  },
  {
    promise: 'nothing is stored where nothing can be read',
    holds: ({ state, stored }) => !unreadable.includes(state) || stored.length === 0,
  },
  {
    promise: 'people who may not look are told that there is nothing, and see nothing of it',
    holds: (cell) =>
      !elsewhereActions.includes(cell.action) || mayLookFromAnywhere(cell) || (isNotFound(cell) && !cell.isShown),
  },
  {
    promise: 'people who may look are never told that there is nothing',
    holds: (cell) => !elsewhereActions.includes(cell.action) || !mayLookFromAnywhere(cell) || !isNotFound(cell),
  },
  {
    promise: 'the App Home and `list` show nothing to people who may not look',
    holds: (cell) => ![...homeLooks, '/list'].includes(cell.action) || mayLookFromAnywhere(cell) || !cell.isShown,
  },
  {
    promise: 'what people may look at is in the list of open ones until it is over, and then in that of decided ones',
    holds: (cell) => {
      const isDecided = [...isOver, 'overdue'].includes(cell.state);
      const isListed = mayLookFromAnywhere(cell) && isDecided === (cell.action === 'choose decided');
      return (
        !['choose open', 'choose decided'].includes(cell.action) ||
        isListed === cell.seen.some((one) => one.startsWith('home: `homeList/'))
      );
    },
  },
  {
    promise: 'the form for several opens only for people whose approval would count',
    holds: ({ action, state, role, seen }) =>
      action !== 'approve_selected' ||
      seen.includes('form `selected_form`') === (role === 'approver' && namesApprovers.includes(state)),
  },
  {
    promise: 'the App Home has a box only for people whose approval would count',
    holds: ({ state, role, seen }) =>
      !seen.some((one) => one.includes('+ box')) || (role === 'approver' && namesApprovers.includes(state)),
  },
  {
    promise: 'the form for several votes only for people whose approval counts, and only on what it showed',
    holds: ({ action, state, role, stored }) =>
      action !== 'selected_form' ||
      stored.includes('voted') === (role === 'approver' && state !== 'amended' && namesApprovers.includes(state)),
  },
  {
    promise: 'the form for several says that an answer is in only where it is',
    holds: ({ action, state, stored, seen }) =>
      action !== 'selected_form' ||
      seen.some((one) => one.startsWith('result ✓')) === (stored.includes('voted') || state === 'repeated'),
  },
  {
    promise: 'the form for several shows nothing of what changed to people who may not look',
    holds: (cell) =>
      cell.action !== 'selected_form' || cell.state !== 'amended' || mayLookFromAnywhere(cell) || !cell.isShown,
  },
  {
    promise: 'what is past its expiry is shown as over, even if that is not stored yet',
    holds: ({ state, seen }) =>
      state !== 'overdue' || !seen.some((one) => /homeList\/(?!decided)|list has it|readThenPress|form/.test(one)),
  },
  {
    promise: 'people who asked are not told to press what they may not, nor is a vetoer to approve',
    holds: ({ action, state, role, seen }) => {
      const isRefused =
        askers.includes(role) || (role === 'vetoer' && action === '/approve' && !channelDecides.includes(state));
      return !isRefused || !seen.some((one) => /readThenPress|chooseByCommand/.test(one));
    },
  },
  {
    promise: 'a refused vote is explained to the person',
    holds: ({ stored, seen }) => !stored.includes('vote_refused') || seen.some((one) => /^(result ✗ )?`/.test(one)),
  },
];

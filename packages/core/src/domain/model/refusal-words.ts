import type { Status, StepState } from './approval.js';
import { limits } from './limits.js';
import type { VoterRefusalCode } from './policy.js';

/** Every code that a refusal can have. Codes are stable, so programs can branch on them. */
export type RefusalCode =
  | VoterRefusalCode
  | 'not_found'
  | 'repeat'
  | 'already_decided'
  | 'expired'
  | 'withdrawn'
  | 'revision_changed'
  | 'stage_changed'
  | 'reason_required'
  | 'unknown_choice'
  | 'too_many_votes'
  | 'too_many_answers_being_checked'
  | 'too_many_changes'
  | 'no_vote'
  | 'invalid_edit'
  | 'policy_changed'
  | 'kind_not_defined'
  | 'voter_unknown'
  | 'missing_scope'
  | 'not_pending'
  | 'not_the_requester'
  | 'not_approved'
  | 'unknown_step'
  | 'step_is_over'
  | 'delivery_under_way'
  | 'nothing_to_deliver'
  | 'still_pending'
  | 'erased'
  | 'history_full'
  | 'record_too_large';

/** What the words of a refusal tell. Names, people, channels and instants are texts, in which the live ones are marked. */
export interface RefusalValues extends Readonly<Record<RefusalCode, unknown>> {
  readonly self_approval: { readonly role: 'requester' | 'on_behalf_of' | 'amender' };
  /** `stage`: the number of the stage that decides; null: there are none. */
  readonly not_an_approver: { readonly stage: number | null };
  /** `channel`: where the card is; null: that is not known. */
  readonly use_the_card: { readonly channel: string | null };
  readonly outsider: Readonly<Record<never, never>>;
  readonly bot: Readonly<Record<never, never>>;
  readonly guest: Readonly<Record<never, never>>;
  readonly deactivated: Readonly<Record<never, never>>;
  readonly already_voted: { readonly state: 'counted' | 'being_checked' | 'in_earlier_stage' };
  readonly stage_not_begun: Readonly<Record<never, never>>;
  readonly stage_over: Readonly<Record<never, never>>;
  /** `unreadable`: it is stored, and this release cannot read it. */
  readonly not_found: { readonly unreadable: 'newer' | 'corrupt' | null };
  readonly repeat: { readonly of: 'vote' | 'take_back' };
  /** `by`: who decided. `cause`: votes, or the expiry of a card, which was `never_shown` or not. */
  readonly already_decided: {
    readonly outcome: 'approved' | 'rejected';
    readonly cause: 'own_vote' | 'votes' | 'expiry' | 'never_shown';
    readonly by: readonly string[];
  };
  readonly expired: { readonly cause: 'expiry' | 'never_shown' | 'being_checked' };
  /** `by` null: the source of the question. */
  readonly withdrawn: { readonly by: string | null; readonly at: string };
  readonly revision_changed: Readonly<Record<never, never>>;
  readonly stage_changed: Readonly<Record<never, never>>;
  readonly reason_required: Readonly<Record<never, never>>;
  /** `choices` null: the kind has none. */
  readonly unknown_choice: { readonly choices: readonly { readonly id: string; readonly label: string }[] | null };
  readonly too_many_votes: { readonly limit: number };
  readonly too_many_answers_being_checked: Readonly<Record<never, never>>;
  /** `by`: one person's changes, or everybody's together. */
  readonly too_many_changes: { readonly limit: number; readonly by: 'you' | 'all' };
  readonly no_vote: Readonly<Record<never, never>>;
  /** `problems`: what is wrong with which value, in words. */
  readonly invalid_edit: {
    readonly cause: 'not_editable' | 'not_accepted' | 'values';
    readonly problems: readonly { readonly name: string; readonly problem: string }[];
  };
  readonly policy_changed: Readonly<Record<never, never>>;
  readonly kind_not_defined: Readonly<Record<never, never>>;
  readonly voter_unknown: {
    readonly cause: 'no_answer' | 'expired' | 'account_not_found' | 'group_not_found';
    /** The id of the user group that was not found. */
    readonly group: string | null;
  };
  readonly missing_scope: { readonly scope: string };
  readonly not_pending: {
    readonly status: Exclude<Status, 'pending'>;
    readonly command: 'withdraw' | 'change' | 'take_back';
  };
  readonly not_the_requester: { readonly askers: readonly string[] };
  readonly not_approved: { readonly status: Status };
  readonly unknown_step: Readonly<Record<never, never>>;
  readonly step_is_over: { readonly state: StepState };
  readonly delivery_under_way: { readonly command: 'redeliver' | 'erase' };
  readonly nothing_to_deliver: { readonly cause: 'pending' | 'no_sink' | 'delivered' };
  readonly still_pending: Readonly<Record<never, never>>;
  readonly erased: { readonly part: 'approval' | 'card' | 'delivery' };
  readonly history_full: Readonly<Record<never, never>>;
  readonly record_too_large: { readonly cause: 'record' | 'edit' };
}

/** The words of every refusal in one language. */
export type RefusalTable = { readonly [Code in RefusalCode]: (values: RefusalValues[Code]) => string };

const late = { expiry: 'Nobody answered in time', never_shown: 'Its card could not be posted in time' } as const;

export const englishRefusals: RefusalTable = {
  self_approval: ({ role }) =>
    ({
      requester: 'You asked for this yourself, so someone else has to decide it.',
      on_behalf_of: 'This was asked on your behalf, so someone else has to decide it.',
      amender: 'You changed this yourself, so someone else has to decide it.',
    })[role],
  not_an_approver: ({ stage }) =>
    stage === null
      ? 'You are not one of the approvers of this.'
      : `You are not one of the approvers of stage ${stage}.`,
  use_the_card: ({ channel }) =>
    `Members of the channel may decide this: please use the card in ${channel ?? 'its channel'}.`,
  outsider: () => 'People from outside this workspace cannot decide this unless they are named as approvers.',
  bot: () => 'Apps and bots cannot decide this.',
  guest: () => 'Guests cannot decide this unless they are named as approvers.',
  deactivated: () => 'This account is deactivated.',
  already_voted: ({ state }) =>
    ({
      counted: 'Your answer is in.',
      being_checked: 'Your answer is in and is being checked.',
      in_earlier_stage: 'Your answer in an earlier stage is in. A person counts in one stage only.',
    })[state],
  stage_not_begun: () => 'You decide in a later stage, which has not begun yet.',
  stage_over: () => 'The stage that you could decide is over.',
  not_found: ({ unreadable }) => {
    if (unreadable === 'newer')
      return 'This approval is being updated to a newer version. Please try again in a few minutes.';
    if (unreadable === 'corrupt')
      return 'This approval cannot be read just now. The people who run this app were told.';
    return 'There is no such approval.';
  },
  repeat: ({ of }) => (of === 'vote' ? 'This answer is already in.' : 'This is done already.'),
  already_decided: ({ outcome, cause, by }) => {
    if (cause === 'own_vote') return `Your answer is in: this is ${outcome}.`;
    if (cause === 'votes') return `This was already ${outcome} by ${by.join(', ')}.`;
    return `${late[cause]}, so this was ${outcome}, as declared.`;
  },
  expired: ({ cause }) =>
    cause === 'being_checked'
      ? 'The time to answer is over. An answer given in time is still being checked.'
      : `${late[cause]}, so this has expired.`,
  withdrawn: ({ by, at }) => `This was withdrawn by ${by ?? 'its source'} before it was decided (${at}).`,
  revision_changed: () => 'This was changed after you saw it. Please look at the card again and then decide.',
  stage_changed: () => 'The stage that you saw is over. Please look at the card again: it says who decides now.',
  reason_required: () => 'Please give a reason with this answer.',
  unknown_choice: ({ choices }) => {
    if (choices === null) return 'This has no answers to choose from: approve it or reject it.';
    const listed = choices.map(({ id, label }) => `${id} (${label})`).join(', ');
    return `This is not one of the answers to choose from. They are: ${listed}.`;
  },
  too_many_votes: ({ limit }) => `This approval already has ${limit} answers.`,
  too_many_answers_being_checked: () => 'Many answers are being checked just now. Please try again in a minute.',
  too_many_changes: ({ limit, by }) =>
    by === 'you'
      ? `You have changed your answer ${limit} times. It can't be changed any more.`
      : `Answers to this were changed ${limit} times. They can't be changed any more.`,
  no_vote: () => 'You have no answer here to take back.',
  invalid_edit: ({ cause, problems }) => {
    if (cause === 'not_editable') return 'This can only be answered as it is.';
    if (cause === 'not_accepted') return 'What you changed is not accepted any more. Please look at the card again.';
    return problems.map(({ name, problem }) => `${name}: ${problem}`).join(' ');
  },
  policy_changed: () =>
    'With these values other rules decide, so they cannot be approved here. Approve it unchanged, or ask for it anew.',
  kind_not_defined: () =>
    'Changes cannot be checked just now, so nothing is decided. Please try again in a few minutes.',
  voter_unknown: ({ cause, group }) =>
    ({
      no_answer: 'Slack did not say in time whether you may decide this. Please answer again.',
      expired: 'Slack did not say in time whether you may decide this.',
      account_not_found: 'Slack could not look up your account, so your answer does not count.',
      group_not_found: `Slack could not look up the user group ${group}, so your answer does not count.`,
    })[cause],
  missing_scope: ({ scope }) =>
    `The Slack app lacks the scope ${scope}, so it cannot see whether you may decide this. Please tell the people who run it.`,
  not_pending: ({ status, command }) =>
    ({
      withdraw: `This is ${status} already and cannot be withdrawn any more.`,
      change: `This is ${status} already and cannot be changed any more.`,
      take_back: `This is ${status} already, so no answer can be taken back any more.`,
    })[command],
  not_the_requester: ({ askers }) => `Only ${askers.join(' or ')}, who asked for this, can withdraw it.`,
  not_approved: ({ status }) => `Progress belongs to what was approved; this is ${status}.`,
  unknown_step: () => 'This kind declares no such step.',
  step_is_over: ({ state }) => `This step is ${state} already.`,
  delivery_under_way: ({ command }) =>
    command === 'redeliver'
      ? 'The delivery is still being tried.'
      : 'The decision is not delivered yet: what it says is still needed.',
  nothing_to_deliver: ({ cause }) =>
    ({
      pending: 'There is no decision to deliver yet.',
      no_sink: 'Nobody takes the decisions of this kind: it has no `onDecision`.',
      delivered: 'This has been handed over already.',
    })[cause],
  still_pending: () => 'This is not decided yet: withdraw it first.',
  erased: ({ part }) =>
    ({
      approval: 'This approval was erased.',
      card: 'This approval was erased: its card has nothing left to show.',
      delivery: 'This approval was erased, and what was to be delivered with it.',
    })[part],
  history_full: () => `This approval has as many history entries as it may have: ${limits.historyEntries}.`,
  record_too_large: ({ cause }) =>
    cause === 'record'
      ? 'This approval would grow too large; nothing was stored.'
      : 'With these values it is too large. Please write less.',
};

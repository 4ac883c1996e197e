import type { RefusalCode, RefusalValues } from '../../src/domain/model/refusal-words.js';

/** Values for each sentence of each code. */
const examples: { readonly [Code in RefusalCode]: readonly RefusalValues[Code][] } = {
  self_approval: [{ role: 'requester' }, { role: 'on_behalf_of' }, { role: 'amender' }],
  not_an_approver: [{ stage: null }, { stage: 2 }],
  use_the_card: [{ channel: null }, { channel: '#oven' }],
  outsider: [{}],
  bot: [{}],
  guest: [{}],
  deactivated: [{}],
  already_voted: [{ state: 'counted' }, { state: 'being_checked' }, { state: 'in_earlier_stage' }],
  stage_not_begun: [{}],
  stage_over: [{}],
  not_found: [{ unreadable: null }, { unreadable: 'newer' }, { unreadable: 'corrupt' }],
  repeat: [{ of: 'vote' }, { of: 'take_back' }],
  already_decided: (['approved', 'rejected'] as const).flatMap((outcome) =>
    (['own_vote', 'votes', 'expiry', 'never_shown'] as const).map((cause) => ({ outcome, cause, by: ['@Δ', '@Ω'] })),
  ),
  expired: [{ cause: 'expiry' }, { cause: 'never_shown' }, { cause: 'being_checked' }],
  withdrawn: [
    { by: null, at: '10:00' },
    { by: '@Δ', at: '10:00' },
  ],
  revision_changed: [{}],
  stage_changed: [{}],
  reason_required: [{}],
  unknown_choice: [{ choices: null }, { choices: [{ id: '1', label: 'Δ' }] }],
  too_many_votes: [{ limit: 100 }],
  too_many_answers_being_checked: [{}],
  too_many_changes: [
    { limit: 5, by: 'you' },
    { limit: 5, by: 'all' },
  ],
  no_vote: [{}],
  invalid_edit: [
    { cause: 'not_editable', problems: [] },
    { cause: 'not_accepted', problems: [] },
  ],
  policy_changed: [{}],
  kind_not_defined: [{}],
  voter_unknown: [
    { cause: 'no_answer', group: null },
    { cause: 'expired', group: null },
    { cause: 'account_not_found', group: null },
    { cause: 'group_not_found', group: 'S0' },
  ],
  missing_scope: [{ scope: '7' }],
  not_pending: (['approved', 'rejected', 'expired', 'withdrawn'] as const).flatMap((status) =>
    (['withdraw', 'change', 'take_back'] as const).map((command) => ({ status, command })),
  ),
  not_the_requester: [{ askers: ['@Δ'] }, { askers: ['@Δ', 'Ω'] }],
  not_approved: (['pending', 'approved', 'rejected', 'expired', 'withdrawn'] as const).map((status) => ({ status })),
  unknown_step: [{}],
  step_is_over: (['pending', 'active', 'done', 'failed'] as const).map((state) => ({ state })),
  delivery_under_way: [{ command: 'redeliver' }, { command: 'erase' }],
  nothing_to_deliver: [{ cause: 'pending' }, { cause: 'no_sink' }, { cause: 'delivered' }],
  still_pending: [{}],
  erased: [{ part: 'approval' }, { part: 'card' }, { part: 'delivery' }],
  history_full: [{}],
  record_too_large: [{ cause: 'record' }, { cause: 'edit' }],
};

/** One refusal for each sentence. */
export const refusals = Object.entries(examples).flatMap(([code, values]) =>
  // as: Object.entries forgets which values belong to which code
  values.map((one) => ({ code, values: one }) as { readonly code: RefusalCode; readonly values: never }),
);

import { type ActionVerb, actionVerbs, type ModalForm, modalForms } from '../../src/slack/request/action-ids.js';
import type { Interaction } from '../../src/slack/request/interaction.js';
import type { CommandWish } from '../../src/slack/request/read-command-text.js';
import {
  click,
  type Doing,
  inDetails,
  inHome,
  inList,
  inOffer,
  onCard,
  openHome,
  option,
  pageValue,
  privately,
  submit,
  submitSelected,
  ticked,
  type,
} from './payloads.js';

/** The same actions in another way or from another place. */
type Variant =
  | 'choice'
  | 'approve_form edited'
  | 'approve elsewhere'
  | 'details elsewhere'
  | 'app_home_opened'
  | 'choose open'
  | 'choose decided'
  | 'choose kind'
  | 'previous_page home'
  | 'next_page home';

/**
 * Everything that a person can do. A new verb, form or command makes `actions` fail to compile until it has a row: a title, and what
 * Slack sends. Then `npx vitest run packages/core/test/total-table -u` writes its table.
 */
export type Action = ActionVerb | ModalForm | `/${CommandWish['type']}` | Variant;

/** The slash command's words. */
const wishes = ['list', 'show', 'approve', 'reject', 'why', 'help'] as const satisfies readonly CommandWish['type'][];

interface ActionSpec {
  /** The heading of its table. */
  readonly title: string;
  /** What Slack sends. */
  readonly payload: (doing: Doing) => object;
}

export const actions: Readonly<Record<Action, ActionSpec>> = {
  approve: { title: 'Approve on the card', payload: click('approve', onCard) },
  choice: { title: 'A choice on the card', payload: click('approve:full', onCard) },
  reject: { title: 'Reject on the card', payload: click('reject', onCard) },
  'approve elsewhere': { title: 'Approve on a private card in another channel', payload: click('approve', privately) },
  open_approve_form: { title: 'Approve in the App Home', payload: click('open_approve_form', inHome) },
  open_reject_form: { title: 'Reject in the App Home', payload: click('open_reject_form', inHome) },
  reject_without_reason: {
    title: 'Reject without a reason, in the private reply that offers it',
    payload: click('reject_without_reason', inOffer),
  },
  approve_form: { title: 'The form that approves', payload: submit('approve_form') },
  'approve_form edited': { title: 'The form that approves, with changes', payload: submit('approve_form', '90') },
  reject_form: { title: 'The form that rejects', payload: submit('reject_form') },
  take_back_vote: { title: 'Take my vote back, in the details', payload: click('take_back_vote', inDetails) },
  withdraw: { title: 'Withdraw, in the details', payload: click('withdraw', inDetails) },
  withdraw_form: { title: 'The form that withdraws', payload: submit('withdraw_form') },
  retry_delivery: { title: 'Deliver again, on the card', payload: click('retry_delivery', onCard) },
  details: { title: 'Details on the card', payload: click('details', onCard) },
  'details elsewhere': { title: 'Details in another channel', payload: click('details', privately) },
  show_list: { title: 'The list of a channel', payload: click('show_list', onCard) },
  previous_page: { title: 'Its previous page', payload: click('previous_page', inList, pageValue) },
  next_page: { title: 'Its next page', payload: click('next_page', inList, pageValue) },
  open_card: { title: 'A card in that list', payload: click('open_card', inList) },
  app_home_opened: { title: 'The App Home', payload: openHome },
  'previous_page home': { title: 'Its previous page', payload: click('previous_page', inHome, pageValue) },
  'next_page home': { title: 'Its next page', payload: click('next_page', inHome, pageValue) },
  'choose kind': { title: 'The approvals of one kind', payload: click('choose:kind', inHome, option('refund')) },
  choose: { title: 'What the person asked for', payload: click('choose:list', inHome, option('asked')) },
  'choose open': { title: 'All that is open', payload: click('choose:list', inHome, option('open')) },
  'choose decided': { title: 'What was decided lately', payload: click('choose:list', inHome, option('decided')) },
  select: { title: 'A box to tick', payload: click('select', inHome) },
  approve_selected: { title: 'Approve what is ticked', payload: click('approve_selected', ticked) },
  selected_form: { title: 'The form that approves several', payload: submitSelected },
  '/list': { title: '`/approvals list`', payload: type(() => 'list') },
  '/show': { title: '`/approvals show`', payload: type((id) => `show ${id}`) },
  '/approve': { title: '`/approvals approve`', payload: type((id) => `approve ${id}`) },
  '/reject': { title: '`/approvals reject`', payload: type((id) => `reject ${id}`) },
  '/why': { title: '`/approvals why`', payload: type((id) => `why ${id}`) },
  '/help': { title: '`/approvals help`', payload: type(() => 'help') },
};
// as: the keys of a constant
export const allActions = Object.keys(actions) as readonly Action[];

/** What draws the App Home, or a form on top of it. */
export const homeLooks: readonly Action[] = [
  'app_home_opened',
  'previous_page home',
  'next_page home',
  'choose',
  'choose open',
  'choose decided',
  'choose kind',
  'approve_selected',
];

/** Actions that only look: they store nothing. */
export const looking: readonly Action[] = [
  'details',
  'details elsewhere',
  'withdraw',
  'show_list',
  'previous_page',
  'next_page',
  'open_card',
  ...homeLooks,
  'select',
  ...wishes.map((wish) => `/${wish}` as const),
];

/** Actions of a person who is not where the card is, on an approval that they name. */
export const elsewhereActions: readonly Action[] = [
  'details elsewhere',
  'withdraw',
  'withdraw_form',
  'take_back_vote',
  '/show',
  '/approve',
  '/reject',
  '/why',
];

/** Actions that answer one approval. Of these, a click that is not newer than the last one does nothing. */
export const answering: readonly Action[] = [
  'approve',
  'choice',
  'reject',
  'approve elsewhere',
  'open_approve_form',
  'open_reject_form',
  'reject_without_reason',
  'approve_form',
  'approve_form edited',
  'reject_form',
];

/** Which actions send each interaction. The compiler names a new one. */
export const byInteraction = {
  block_action: [
    'choice',
    'approve elsewhere',
    'details elsewhere',
    'choose open',
    'choose decided',
    'choose kind',
    'previous_page home',
    'next_page home',
    ...actionVerbs,
  ],
  view_submission: ['approve_form edited', ...modalForms],
  slash_command: wishes.map((wish) => `/${wish}` as const),
  event: ['app_home_opened'],
  // Slack tells that a form was closed. Nothing is answered
  view_closed: [],
  // not from a person
  app_joined_channel: [],
  url_verification: [],
  ssl_check: [],
  unsupported: [],
} as const satisfies Record<Interaction['type'], readonly Action[]>;

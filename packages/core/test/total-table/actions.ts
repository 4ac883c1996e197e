import {
  type ActionVerb,
  actionVerbs,
  callbackId,
  type ModalForm,
  modalForms,
} from '../../src/slack/request/action-ids.js';
import { formMetadata } from '../../src/slack/request/form-metadata.js';
import type { Interaction } from '../../src/slack/request/interaction.js';
import type { CommandWish } from '../../src/slack/request/read-command-text.js';
import { start } from '../world/world.js';
import { type Scene, votedTs } from './build-states.js';
import { channelId } from './desk.js';
import { home, type Role, teamIdOf, userIdOf } from './people.js';
import type { State } from './states.js';

/** The same actions in another way or from another place. */
type Variant = 'choose' | 'approve_form edited' | 'approve elsewhere' | 'details elsewhere' | 'app_home_opened';

/**
 * Everything that a person can do. A new verb, form or command makes `actions` fail to compile until it has a row: a title, and what
 * Slack sends. Then `npx vitest run packages/core/test/total-table -u` writes its table.
 */
export type Action = ActionVerb | ModalForm | `/${CommandWish['type']}` | Variant;

/** The slash command's words. */
const wishes = ['list', 'show', 'approve', 'reject', 'why', 'help'] as const satisfies readonly CommandWish['type'][];

interface Doing {
  readonly scene: Scene;
  readonly state: State;
  readonly role: Role;
}

interface ActionSpec {
  /** The heading of its table. */
  readonly title: string;
  /** What Slack sends. */
  readonly payload: (doing: Doing) => object;
}

export const actions: Readonly<Record<Action, ActionSpec>> = {
  approve: { title: 'Approve on the card', payload: click('approve', onCard) },
  choose: { title: 'A choice on the card', payload: click('approve:full', onCard) },
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
  '/list': { title: '`/approvals list`', payload: type(() => 'list') },
  '/show': { title: '`/approvals show`', payload: type((id) => `show ${id}`) },
  '/approve': { title: '`/approvals approve`', payload: type((id) => `approve ${id}`) },
  '/reject': { title: '`/approvals reject`', payload: type((id) => `reject ${id}`) },
  '/why': { title: '`/approvals why`', payload: type((id) => `why ${id}`) },
  '/help': { title: '`/approvals help`', payload: type(() => 'help') },
};
// as: the keys of a constant
export const allActions = Object.keys(actions) as readonly Action[];

/** Actions that only look: they store nothing. */
export const looking: readonly Action[] = [
  'details',
  'details elsewhere',
  'withdraw',
  'show_list',
  'previous_page',
  'next_page',
  'open_card',
  'app_home_opened',
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

/** Actions that answer. Of these, a click that is not newer than the last one does nothing. */
export const answering: readonly Action[] = [
  'approve',
  'choose',
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
  block_action: ['choose', 'approve elsewhere', 'details elsewhere', ...actionVerbs],
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

/** The channel of the private cards and commands, in which no card of the approval is. */
const elsewhere = 'C0ELSEWHERE';
const clickTs = '1767261700.000100';
const responseUrl = 'https://hooks.slack.com/actions/1';

function sentBy({ state, role }: Doing): object {
  const teamId = state === 'foreign' ? 'T0FOREIGN' : home.teamId;
  return {
    api_app_id: home.appId,
    team: { id: teamId },
    user: { id: userIdOf(role, state === 'second_stage'), team_id: teamIdOf(role) },
    trigger_id: 'trigger',
  };
}

function namespaceOf({ state }: Doing): string {
  return state === 'other_namespace' ? 'other' : 'default';
}

function click(verb: ActionVerb | 'approve:full', where: (doing: Doing) => object, value = buttonValue) {
  return (doing: Doing): object => ({
    type: 'block_actions',
    ...sentBy(doing),
    ...where(doing),
    actions: [
      {
        action_id: `approval:${namespaceOf(doing)}:${verb}`,
        value: value(doing),
        action_ts: doing.state === 'repeated' ? votedTs : clickTs,
        ...(doing.scene.stage === null ? {} : { block_id: `stage:${doing.scene.stage}` }),
      },
    ],
  });
}

function buttonValue({ scene: { id, digest } }: Doing): string {
  return `v1.${id}.${digest}`;
}

function pageValue({ scene: { id } }: Doing): string {
  return `p1.${start}.${id}`;
}

function onCard({ scene: { ts } }: Doing): object {
  return message(channelId, { message_ts: ts, is_ephemeral: false });
}

function privately(): object {
  return message(elsewhere, { message_ts: '1767261650.000200', is_ephemeral: true });
}

function inOffer(): object {
  return message(channelId, { message_ts: '1767261650.000300', is_ephemeral: true });
}

function message(channel: string, which: object): object {
  return { container: { type: 'message', channel_id: channel, ...which }, response_url: responseUrl };
}

function inHome(): object {
  return { container: { type: 'view', view_id: 'V0HOME' }, view: { id: 'V0HOME', type: 'home' } };
}

function inDetails(): object {
  return {
    container: { type: 'view', view_id: 'V0MODAL' },
    view: { id: 'V0MODAL', type: 'modal', private_metadata: '' },
  };
}

function inList(): object {
  const view = { id: 'V0LIST', type: 'modal', private_metadata: `channel:${channelId}` };
  return { container: { type: 'view', view_id: view.id }, view };
}

/** A form that was opened on the card. */
function submit(form: ModalForm, amount?: string) {
  return (doing: Doing): object => ({
    type: 'view_submission',
    ...sentBy(doing),
    view: {
      id: 'V0FORM',
      hash: '1.a',
      callback_id: callbackId(namespaceOf(doing), form, { channelId, messageTs: doing.scene.ts }),
      private_metadata: form === 'withdraw_form' ? buttonValue(doing) : metadataOf(doing, form),
      state: { values: valuesOf(doing, form, amount) },
    },
  });
}

/** In the last stage people choose. */
function metadataOf({ scene: { id, digest, stage }, state }: Doing, form: ModalForm): string {
  const choice = form === 'approve_form' ? 'full' : 'no';
  const actionTs = state === 'repeated' ? votedTs : clickTs;
  return formMetadata(id, digest, { actionTs, choice: stage === 2 ? choice : null, stage });
}

/** In the last stage an approver may change the amount. */
function valuesOf({ scene: { stage } }: Doing, form: ModalForm, amount: string | undefined): object {
  if (form !== 'approve_form') return { reason: { reason: { type: 'plain_text_input', value: 'no need' } } };
  const entered = amount ?? (stage === 2 ? '100' : null);
  return entered === null ? {} : { edit_0: { edit_0: { type: 'number_input', value: entered } } };
}

/** A command, typed in a channel without the card. People from outside can't type any. */
function type(text: (id: string) => string) {
  return ({ scene, state, role }: Doing): object => ({
    command: '/approvals',
    text: text(scene.id),
    api_app_id: home.appId,
    team_id: state === 'foreign' ? 'T0FOREIGN' : home.teamId,
    channel_id: elsewhere,
    user_id: userIdOf(role, state === 'second_stage'),
    response_url: responseUrl,
    trigger_id: 'trigger',
  });
}

function openHome({ state, role }: Doing): object {
  return {
    type: 'event_callback',
    event_id: 'Ev1',
    api_app_id: home.appId,
    team_id: state === 'foreign' ? 'T0FOREIGN' : home.teamId,
    event: {
      type: 'app_home_opened',
      tab: 'home',
      user: userIdOf(role, state === 'second_stage'),
      user_team: teamIdOf(role),
    },
  };
}

import { type ActionVerb, callbackId, type ModalForm } from '../../src/slack/request/action-ids.js';
import { formMetadata } from '../../src/slack/request/form-metadata.js';
import { firstHome, type HomeState, withHome, writeHomeState } from '../../src/slack/request/home/home-state.js';
import { selectedMetadata } from '../../src/slack/request/home/selected-metadata.js';
import { rowBlockId } from '../../src/slack/request/home/selected-rows.js';
import { selectedField } from '../../src/slack/surfaces/selected-form.js';
import { start } from '../world/world.js';
import { type Scene, votedTs } from './build-states.js';
import { channelId } from './desk.js';
import { home, type Role, teamIdOf, userIdOf } from './people.js';
import type { State } from './states.js';

export interface Doing {
  readonly scene: Scene;
  readonly state: State;
  readonly role: Role;
}

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

function stampOf({ state }: Doing): string {
  return state === 'repeated' ? votedTs : clickTs;
}

function namespaceOf({ state }: Doing): string {
  return state === 'other_namespace' ? 'other' : 'default';
}

type Click = ActionVerb | 'approve:full' | 'choose:list' | 'choose:kind';

export function click(verb: Click, where: (doing: Doing) => object, value = buttonValue) {
  return (doing: Doing): object => ({
    type: 'block_actions',
    ...sentBy(doing),
    ...where(doing),
    actions: [
      {
        action_id: `approval:${namespaceOf(doing)}:${verb}`,
        value: value(doing),
        action_ts: stampOf(doing),
        ...(doing.scene.stage === null ? {} : { block_id: `stage:${doing.scene.stage}` }),
      },
    ],
  });
}

function buttonValue({ scene: { id, digest } }: Doing): string {
  return `v1.${id}.${digest}`;
}

export function pageValue({ scene: { id } }: Doing): string {
  return `p1.${start}.${id}`;
}

/** What a menu sends: the value of the option that was chosen. */
export function option(value: string) {
  return (): string => value;
}

export function onCard({ scene: { ts } }: Doing): object {
  return message(channelId, { message_ts: ts, is_ephemeral: false });
}

export function privately(): object {
  return message(elsewhere, { message_ts: '1767261650.000200', is_ephemeral: true });
}

export function inOffer(): object {
  return message(channelId, { message_ts: '1767261650.000300', is_ephemeral: true });
}

function message(channel: string, which: object): object {
  return { container: { type: 'message', channel_id: channel, ...which }, response_url: responseUrl };
}

export function inHome(): object {
  return atHome(firstHome);
}

/** The App Home, in which this approval's box is ticked. */
export function ticked(doing: Doing): object {
  const { id, digest } = doing.scene;
  const box = { type: 'checkboxes', selected_options: [{ value: id }] };
  return atHome(firstHome, { [rowBlockId(id, digest)]: { [`approval:${namespaceOf(doing)}:select`]: box } });
}

function atHome(state: HomeState, values: object = {}): object {
  const view = { id: 'V0HOME', type: 'home', private_metadata: writeHomeState(state), state: { values } };
  return { container: { type: 'view', view_id: view.id }, view };
}

export function inDetails(): object {
  return {
    container: { type: 'view', view_id: 'V0MODAL' },
    view: { id: 'V0MODAL', type: 'modal', private_metadata: '' },
  };
}

export function inList(): object {
  const view = { id: 'V0LIST', type: 'modal', private_metadata: `channel:${channelId}` };
  return { container: { type: 'view', view_id: view.id }, view };
}

/** A form that was opened on the card. */
export function submit(form: Exclude<ModalForm, 'selected_form'>, amount?: string) {
  return (doing: Doing): object =>
    submission(doing, callbackId(namespaceOf(doing), form, { channelId, messageTs: doing.scene.ts }), {
      metadata: form === 'withdraw_form' ? buttonValue(doing) : metadataOf(doing, form),
      values: valuesOf(doing, form, amount),
    });
}

/** The form for several approvals, which was opened in the App Home and shows this one. */
export function submitSelected(doing: Doing): object {
  const { id, digest, stage } = doing.scene;
  const entry = { id, digest, ...(stage === null ? {} : { seenStage: stage }) };
  const metadata = selectedMetadata({ actionTs: stampOf(doing), entries: [entry] });
  const chosen = { type: 'static_select', selected_option: { value: 'full' } };
  const field = selectedField.choice(id);
  return submission(doing, callbackId(namespaceOf(doing), 'selected_form', 'elsewhere'), {
    metadata: withHome(metadata, writeHomeState(firstHome)),
    values: stage === 2 ? { [field]: { [field]: chosen } } : {},
  });
}

interface Sent {
  readonly metadata: string;
  readonly values: object;
}

function submission(doing: Doing, callback: string, { metadata, values }: Sent): object {
  return {
    type: 'view_submission',
    ...sentBy(doing),
    view: {
      id: 'V0FORM',
      hash: '1.a',
      callback_id: callback,
      private_metadata: metadata,
      state: { values },
    },
  };
}

/** In the last stage people choose. */
function metadataOf(doing: Doing, form: ModalForm): string {
  const { id, digest, stage } = doing.scene;
  const choice = form === 'approve_form' ? 'full' : 'no';
  return formMetadata(id, digest, { actionTs: stampOf(doing), choice: stage === 2 ? choice : null, stage });
}

/** In the last stage an approver may change the amount. */
function valuesOf({ scene: { stage } }: Doing, form: ModalForm, amount: string | undefined): object {
  if (form !== 'approve_form') return { reason: { reason: { type: 'plain_text_input', value: 'no need' } } };
  const entered = amount ?? (stage === 2 ? '100' : null);
  return entered === null ? {} : { edit_0: { edit_0: { type: 'number_input', value: entered } } };
}

/** A command, typed in a channel without the card. People from outside can't type any. */
export function type(text: (id: string) => string) {
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

export function openHome({ state, role }: Doing): object {
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

/** What each of our buttons does. */
export const actionVerbs = [
  'approve',
  'reject',
  'details',
  'withdraw',
  'take_back_vote',
  'retry_delivery',
  'open_approve_form',
  'open_reject_form',
  'reject_without_reason',
  'show_list',
  'previous_page',
  'next_page',
  'open_card',
  'choose',
  'select',
  'approve_selected',
] as const;
export type ActionVerb = (typeof actionVerbs)[number];

/** Our modals that can be submitted. */
export const modalForms = ['approve_form', 'reject_form', 'withdraw_form', 'selected_form'] as const;
export type ModalForm = (typeof modalForms)[number];

/** The message that a form was opened from. */
interface SeenMessage {
  readonly channelId: string;
  readonly messageTs: string;
}

/** Where a form was opened. It travels with the form, so that a submission tells where the vote was cast. */
export type FormOrigin = SeenMessage | 'elsewhere';

/** After the name: the choice of a button, or where a modal was opened. */
const idPattern = /^approval:([a-z0-9-]{1,40}):([a-z_]{1,40})(?::([a-z0-9_-]{1,40}|[A-Z0-9]{1,32}:[0-9.]{1,32}))?$/;

/** The `action_id` of a button. `choice` can also be what a menu chooses. `namespace` is 1 to 40 of a-z, 0-9 and "-", and a choice may have "_" too, which the options check. */
export function actionId(namespace: string, verb: ActionVerb, choice: string | null = null): string {
  return choice === null ? `approval:${namespace}:${verb}` : `approval:${namespace}:${verb}:${choice}`;
}

/** The `callback_id` of a modal: like `actionId`, followed by where the form was opened. */
export function callbackId(namespace: string, form: ModalForm, origin: FormOrigin): string {
  const from = origin === 'elsewhere' ? origin : `${origin.channelId}:${origin.messageTs}`;
  const id = `approval:${namespace}:${form}:${from}`;
  return idPattern.test(id) ? id : `approval:${namespace}:${form}:elsewhere`;
}

export interface Action {
  readonly namespace: string;
  readonly verb: ActionVerb;
  /** The id of a choice; null: none is given. */
  readonly choice: string | null;
}

/** @returns null if the id is not ours, or its verb is unknown to this release */
export function parseActionId(id: string): Action | null {
  const parts = partsOf(id);
  const verb = actionVerbs.find((known) => known === parts?.name);
  return parts === null || verb === undefined || parts.rest?.includes(':')
    ? null
    : { namespace: parts.namespace, verb, choice: parts.rest };
}

interface Callback {
  readonly namespace: string;
  readonly form: ModalForm;
  /** Null: the id does not tell. */
  readonly origin: FormOrigin | null;
}

/** @returns null if the id is not ours, or its form is unknown to this release */
export function parseCallbackId(id: string): Callback | null {
  const parts = partsOf(id);
  const form = modalForms.find((known) => known === parts?.name);
  if (parts === null || form === undefined) return null;
  const origin = parts.rest === null ? null : originOf(parts.rest);
  return origin === undefined ? null : { namespace: parts.namespace, form, origin };
}

/** The namespace of any of our ids, even one that only a newer release understands; null for any other id. */
export function namespaceOf(id: string): string | null {
  return partsOf(id)?.namespace ?? null;
}

/** @returns undefined for what is no origin */
function originOf(rest: string): FormOrigin | undefined {
  if (rest === 'elsewhere') return rest;
  const [channelId = '', messageTs] = rest.split(':');
  return messageTs === undefined ? undefined : { channelId, messageTs };
}

function partsOf(
  id: string,
): { readonly namespace: string; readonly name: string; readonly rest: string | null } | null {
  const [, namespace, name, rest = null] = idPattern.exec(id) ?? [];
  return namespace === undefined || name === undefined ? null : { namespace, name, rest };
}

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
] as const;
export type ActionVerb = (typeof actionVerbs)[number];

/** Our modals that can be submitted. */
export const modalForms = ['approve_form', 'reject_form', 'withdraw_form'] as const;
export type ModalForm = (typeof modalForms)[number];

/** The message that a form was opened from. */
interface SeenMessage {
  readonly channelId: string;
  readonly messageTs: string;
}

/** Where a form was opened. It travels with the form, so that a submission tells where the vote was cast. */
export type FormOrigin = SeenMessage | 'elsewhere';

const idPattern = /^approval:([a-z0-9-]{1,40}):([a-z_]{1,40})(?::(elsewhere|[A-Z0-9]{1,32}:[0-9.]{1,32}))?$/;

/** The `action_id` of a button. `namespace` is 1 to 40 of a-z, 0-9 and "-", which the options check. */
export function actionId(namespace: string, verb: ActionVerb): string {
  return `approval:${namespace}:${verb}`;
}

/** The `callback_id` of a modal: like `actionId`, followed by where the form was opened. */
export function callbackId(namespace: string, form: ModalForm, origin: FormOrigin): string {
  const from = origin === 'elsewhere' ? origin : `${origin.channelId}:${origin.messageTs}`;
  const id = `approval:${namespace}:${form}:${from}`;
  return idPattern.test(id) ? id : `approval:${namespace}:${form}:elsewhere`;
}

/** @returns null if the id is not ours, or its verb is unknown to this release */
export function parseActionId(id: string): { readonly namespace: string; readonly verb: ActionVerb } | null {
  const parts = partsOf(id);
  const verb = actionVerbs.find((known) => known === parts?.name);
  return parts === null || parts.from !== null || verb === undefined ? null : { namespace: parts.namespace, verb };
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
  return parts === null || form === undefined
    ? null
    : { namespace: parts.namespace, form, origin: parts.from === null ? null : originOf(parts.from) };
}

/** The namespace of any of our ids, even one that only a newer release understands; null for any other id. */
export function namespaceOf(id: string): string | null {
  return partsOf(id)?.namespace ?? null;
}

function originOf(from: string): FormOrigin {
  const [channelId = '', messageTs] = from.split(':');
  return messageTs === undefined ? 'elsewhere' : { channelId, messageTs };
}

function partsOf(
  id: string,
): { readonly namespace: string; readonly name: string; readonly from: string | null } | null {
  const [, namespace, name, from = null] = idPattern.exec(id) ?? [];
  return namespace === undefined || name === undefined ? null : { namespace, name, from };
}

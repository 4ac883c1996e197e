/** What a button of ours asks for. */
export const actionVerbs = [
  'approve',
  'reject',
  'details',
  'withdraw',
  'retry_delivery',
  'open_approve_form',
  'open_reject_form',
  'reject_without_reason',
] as const;
export type ActionVerb = (typeof actionVerbs)[number];

/** The modals of ours that can be submitted. */
export const modalForms = ['approve_form', 'reject_form', 'withdraw_form'] as const;
export type ModalForm = (typeof modalForms)[number];

const idPattern = /^approval:([a-z0-9-]{1,40}):([a-z_]{1,40})$/;

/** `namespace` is 1 to 40 of a-z, 0-9 and "-", checked where the options are. */
export function actionId(namespace: string, verb: ActionVerb): string {
  return `approval:${namespace}:${verb}`;
}

/** As `actionId`, for the modal that is submitted. */
export function callbackId(namespace: string, form: ModalForm): string {
  return `approval:${namespace}:${form}`;
}

/** @returns null for an id that is not ours, or has a verb this release does not know. */
export function parseActionId(id: string): { readonly namespace: string; readonly verb: ActionVerb } | null {
  const parts = partsOf(id);
  const verb = actionVerbs.find((known) => known === parts?.name);
  return parts === null || verb === undefined ? null : { namespace: parts.namespace, verb };
}

/** @returns null for an id that is not ours, or names a form this release does not know. */
export function parseCallbackId(id: string): { readonly namespace: string; readonly form: ModalForm } | null {
  const parts = partsOf(id);
  const form = modalForms.find((known) => known === parts?.name);
  return parts === null || form === undefined ? null : { namespace: parts.namespace, form };
}

/** The namespace of any id of ours, also of one that only a newer release understands; null for everybody else's. */
export function namespaceOf(id: string): string | null {
  return partsOf(id)?.namespace ?? null;
}

function partsOf(id: string): { readonly namespace: string; readonly name: string } | null {
  const [, namespace, name] = idPattern.exec(id) ?? [];
  return namespace === undefined || name === undefined ? null : { namespace, name };
}

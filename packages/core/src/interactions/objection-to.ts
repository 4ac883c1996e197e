import type { Installation } from '../domain/model/installation.js';
import { notFound } from '../domain/model/refusal.js';
import { isOurInstallation } from '../people/known-installation.js';
import type { Call } from '../runtime/call.js';
import { logForeign } from './replies/log-refusals.js';

export const unknownButton =
  'This was made by another version of this app, which is being updated. Please try again in a few minutes.';

/** Explains to the person why this deployment does not answer the interaction; null: it does. */
export function objectionTo(call: Call<Installation>, namespace: string, isKnown: boolean): string | null {
  const { app } = call;
  if (namespace !== app.namespace) {
    logForeign(app, { namespace });
    return `This card belongs to another deployment of this app, "${namespace}"; it has to be answered there. Nothing was decided here.`;
  }
  if (!isOurs(call)) return notFound.explanation;
  return isKnown ? null : unknownButton;
}

/** Tells whether an interaction comes from the installation that this app serves, and logs it if not. */
export function isOurs({ app, slack, interaction }: Call<Installation>): boolean {
  if (isOurInstallation(slack, interaction)) return true;
  logForeign(app, interaction);
  return false;
}

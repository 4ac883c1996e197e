import type { Installation } from '../domain/model/installation.js';
import { unmarked } from '../domain/model/live-text.js';
import { notFound } from '../domain/model/refusal.js';
import { wordsOf } from '../messages/words-of.js';
import { isOurInstallation } from '../people/known-installation.js';
import type { Call } from '../runtime/call.js';
import { sayWhy } from '../views/explain-end.js';
import { logForeign } from './replies/log-refusals.js';

/** Explains to the person why this deployment does not answer the interaction; null: it does. */
export function objectionTo(call: Call<Installation>, namespace: string, isKnown: boolean): string | null {
  const { app } = call;
  const words = wordsOf(app.messages);
  if (namespace !== app.namespace) {
    logForeign(app, { namespace });
    return words.otherDeployment({ namespace: unmarked(namespace) });
  }
  if (!isOurs(call)) return sayWhy(app, notFound);
  return isKnown ? null : words.unknownButton;
}

/** Tells whether an interaction comes from the installation that this app serves, and logs it if not. */
export function isOurs({ app, slack, interaction }: Call<Installation>): boolean {
  if (isOurInstallation(slack, interaction)) return true;
  logForeign(app, interaction);
  return false;
}

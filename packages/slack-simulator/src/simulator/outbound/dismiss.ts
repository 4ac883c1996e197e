import { closeViews, findView, isHome, isOnTop, stackOf } from '../model/views.js';
import { installationFields, userOutput, viewOutput } from '../payload-parts.js';
import type { Sent } from '../sent.js';
import { SimulatorError } from '../simulator-error.js';
import { actor } from './actors.js';
import { interaction, type Outbox } from './outbox.js';

export interface Dismissal {
  readonly userId: string;
  readonly viewId: string;
  /** The whole stack, or the modal on top alone. */
  readonly all: boolean;
}

/** A person closes a modal. §2 view_closed: only sent with `notify_on_close`; null where nothing was. */
export async function dismissView(outbox: Outbox, { userId, viewId, all }: Dismissal): Promise<Sent | null> {
  const { model } = outbox;
  const person = actor(model, userId);
  const stored = findView(model, viewId);
  if (stored === null || stored.userId !== person.id || isHome(stored) || !isOnTop(model, stored)) {
    throw new SimulatorError('view_not_open', `Expected the modal on top for ${userId}, got ${viewId}.`);
  }
  closeViews(model, all ? stackOf(model, stored.rootId) : [stored]);
  if (stored.view.type !== 'modal' || stored.view.notify_on_close !== true) return null;
  const payload = {
    type: 'view_closed',
    ...installationFields,
    user: userOutput(person),
    view: viewOutput(stored),
    is_cleared: all,
  };
  return (await outbox.send(interaction(payload))).sent;
}

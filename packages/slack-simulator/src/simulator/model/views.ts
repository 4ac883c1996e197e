import { keptChoices, type StateValues, withChoice } from '../elements/block-state.js';
import type { CheckedView, Model, StoredView } from './model.js';

const noErrors = {};
const noChoices: StateValues = {};

export function isHome(stored: StoredView): boolean {
  return stored.view.type === 'home';
}

export function findView(model: Model, viewId: string): StoredView | null {
  return model.state.views.find((stored) => stored.id === viewId) ?? null;
}

export function findHome(model: Model, userId: string): StoredView | null {
  return model.state.views.find((stored) => stored.userId === userId && isHome(stored)) ?? null;
}

/** The modals of one stack, the one on top last. */
export function stackOf(model: Model, rootId: string): readonly StoredView[] {
  return model.state.views.filter((stored) => stored.rootId === rootId);
}

export function isOnTop(model: Model, stored: StoredView): boolean {
  return stackOf(model, stored.rootId).at(-1)?.id === stored.id;
}

/** Opens a view: on `below`, or as the first of a new stack. */
export function addView(model: Model, userId: string, view: CheckedView, below: StoredView | null): StoredView {
  const id = model.nextId('V');
  const stored: StoredView = {
    id,
    userId,
    view,
    hash: nextHash(model),
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
    errors: noErrors,
  };
  model.state.views.push(stored);
  model.changed();
  return stored;
}

/** Replaces what a view shows; its id stays and its hash is new. What was chosen in an element that is still there stays. */
export function replaceView(model: Model, stored: StoredView, view: CheckedView): StoredView {
  const chosen = keptChoices(view.blocks, stored.chosen ?? noChoices);
  return writeView(model, { ...stored, view, hash: nextHash(model), errors: noErrors, chosen });
}

/** Keeps what the person chose in an element. The hash of the view stays. */
export function chooseInView(
  model: Model,
  stored: StoredView,
  { blockId, actionId, held }: { readonly blockId: string; readonly actionId: string; readonly held: object | null },
): StoredView {
  if (held === null) return stored;
  return writeView(model, { ...stored, chosen: withChoice(stored.chosen ?? noChoices, blockId, actionId, held) });
}

export function showErrors(model: Model, stored: StoredView, errors: Readonly<Record<string, string>>): void {
  writeView(model, { ...stored, errors });
}

export function closeViews(model: Model, closed: readonly StoredView[]): void {
  model.state.views = model.state.views.filter((stored) => !closed.includes(stored));
  model.changed();
}

function writeView(model: Model, changed: StoredView): StoredView {
  model.state.views = model.state.views.map((stored) => (stored.id === changed.id ? changed : stored));
  model.changed();
  return changed;
}

function nextHash(model: Model): string {
  return `${model.nextTs()}.${model.nextId('h')}`;
}

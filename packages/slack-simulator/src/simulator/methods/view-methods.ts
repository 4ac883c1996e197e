import type { Model, StoredView, Trigger } from '../model/model.js';
import { exchangeTrigger } from '../model/triggers.js';
import { addView, findHome, findView, isHome, replaceView, stackOf } from '../model/views.js';
import { viewOutput } from '../payload-parts.js';
import { limits } from '../rules/limits.js';
import { checkView, type ViewCheck } from '../rules/view-rules.js';
import type { CallArguments } from './call-arguments.js';
import { isRefusal, type MethodResult, type Refusal, refuse, succeed } from './method.js';

type Accepted = Extract<ViewCheck, { readonly view: unknown }>;

function readView(
  model: Model,
  call: CallArguments,
  type: 'modal' | 'home',
  replaced: string | null,
): Accepted | Refusal {
  const check = checkView(call.json('view'), type);
  if ('code' in check) return refuse(check.code, check.detail);
  const externalId = check.view.external_id ?? '';
  const taken = model.state.views.some((other) => other.id !== replaced && other.view.external_id === externalId);
  return externalId !== '' && taken ? refuse('duplicate_external_id') : check;
}

/** The view is checked first, so that a refused one does not cost the trigger. */
function readTriggeredView(model: Model, call: CallArguments): Refusal | (Accepted & { readonly trigger: Trigger }) {
  const check = readView(model, call, 'modal', null);
  if (isRefusal(check)) return check;
  const trigger = exchangeTrigger(model, call.text('trigger_id'));
  return typeof trigger === 'string' ? refuse(trigger) : { ...check, trigger };
}

export function openView(model: Model, call: CallArguments): MethodResult {
  const given = readTriggeredView(model, call);
  if (isRefusal(given)) return given;
  return succeed({ view: viewOutput(addView(model, given.trigger.userId, given.view, null)) });
}

export function pushView(model: Model, call: CallArguments): MethodResult {
  const given = readTriggeredView(model, call);
  if (isRefusal(given)) return given;
  const below = given.trigger.viewId === null ? null : findView(model, given.trigger.viewId);
  if (below === null) return refuse('not_found', 'the trigger was not handed out in an open modal');
  if (stackOf(model, below.rootId).length >= limits.stackedViews) return refuse('push_limit_reached');
  return succeed({ view: viewOutput(addView(model, given.trigger.userId, given.view, below)) });
}

function whyStale(call: CallArguments, stored: StoredView): Refusal | null {
  return call.has('hash') && call.text('hash') !== stored.hash ? refuse('hash_conflict') : null;
}

export function updateView(model: Model, call: CallArguments): MethodResult {
  const externalId = call.text('external_id');
  const stored =
    findView(model, call.text('view_id')) ??
    model.state.views.find((other) => externalId !== '' && other.view.external_id === externalId) ??
    null;
  if (stored === null) return refuse('not_found');
  const check = readView(model, call, isHome(stored) ? 'home' : 'modal', stored.id);
  if (isRefusal(check)) return check;
  return whyStale(call, stored) ?? succeed({ view: viewOutput(replaceView(model, stored, check.view)) });
}

export function publishView(model: Model, call: CallArguments): MethodResult {
  const userId = call.text('user_id');
  if (model.world.person(userId) === null) return refuse('user_not_found');
  const home = findHome(model, userId);
  const check = readView(model, call, 'home', home?.id ?? null);
  if (isRefusal(check)) return check;
  if (home === null) return succeed({ view: viewOutput(addView(model, userId, check.view, null)) });
  return whyStale(call, home) ?? succeed({ view: viewOutput(replaceView(model, home, check.view)) });
}

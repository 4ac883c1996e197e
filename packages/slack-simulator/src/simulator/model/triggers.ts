import type { Model, Trigger } from './model.js';

/** §2 `trigger_id`: 3 s, one use. */
const lifetimeMs = 3_000;
const kept = 1_000;

export function issueTrigger(model: Model, userId: string, viewId: string | null): string {
  const id = `${model.nextTs()}.${model.nextId('')}`;
  const trigger = { id, userId, viewId, issuedAt: model.now(), used: false };
  model.state.triggers = [...model.state.triggers, trigger].slice(-kept);
  model.changed();
  return id;
}

export type TriggerRefusal = 'invalid_trigger_id' | 'exchanged_trigger_id' | 'expired_trigger_id';

/** Uses a trigger up, or says why it can't be used. */
export function exchangeTrigger(model: Model, id: string): Trigger | TriggerRefusal {
  const trigger = model.state.triggers.find((candidate) => candidate.id === id);
  if (trigger === undefined) return 'invalid_trigger_id';
  if (trigger.used) return 'exchanged_trigger_id';
  if (model.now() - trigger.issuedAt > lifetimeMs) return 'expired_trigger_id';
  model.state.triggers = model.state.triggers.map((other) => (other.id === id ? { ...other, used: true } : other));
  model.changed();
  return trigger;
}

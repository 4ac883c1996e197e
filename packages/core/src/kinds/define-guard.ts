import { SlackApprovalError } from '../errors.js';
import type { DecisionSink, Delivery } from '../ports/decision-sink.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { defineKind, requestKind, requireOptions } from './define-kind.js';
import type { GuardContext } from './guarded.js';
import type { AnyKindOptions } from './kind-options.js';

/** The function of a guard. Its payload's type is the kind's own. */
export type GuardedFunction = (payload: never, context: GuardContext<never, never>) => unknown;

/** A guard of this process. */
export interface Guard {
  readonly definition: KindDefinition;
  /** What it was defined with, in a form that can be compared. */
  readonly shape: string;
  run: GuardedFunction;
  /** The calls that have not returned in the time of their attempt, by the id of their approval. */
  readonly calls: Map<string, Promise<unknown>>;
}

/** Runs the function of an approved call. It loads late. */
export type CarryOut = (guard: Guard, delivery: Delivery) => ReturnType<DecisionSink['deliver']>;

const guardsBy = new WeakMap<Runtime, Map<string, Guard>>();

/**
 * Defines the kind of a guard. The same name with equal options is the same guard, with the newer function.
 *
 * @throws {SlackApprovalError} kind_defined_twice — the name has other options, or is a kind's
 */
export function defineGuard(
  app: Runtime,
  name: string,
  options: AnyKindOptions,
  { run, carryOut }: { readonly run: GuardedFunction; readonly carryOut: CarryOut },
): KindDefinition {
  if (typeof run !== 'function')
    throw new SlackApprovalError(
      'invalid_options',
      `guard(${JSON.stringify(name)}) needs the function that it guards.`,
    );
  requireOptions(`guard(${JSON.stringify(name)})`, options);
  if ('onDecision' in options)
    throw new SlackApprovalError(
      'invalid_options',
      `guard(${JSON.stringify(name)}) takes no onDecision: its function is it.`,
    );
  const guards = guardsBy.get(app) ?? new Map<string, Guard>();
  guardsBy.set(app, guards);
  const shape = shapeOf(options);
  const known = guards.get(name);
  if (known !== undefined && known.shape === shape) {
    known.run = run;
    return known.definition;
  }
  if (known !== undefined || app.kinds.has(name) || name === requestKind)
    throw new SlackApprovalError('kind_defined_twice', `"${name}" is already defined with other options: rename one.`);
  const sink: DecisionSink = { deliver: async (delivery) => await carryOut(guard, delivery) };
  const definition = defineKind(name, { deliverWithin: '10m', ...options, onDecision: sink }, true);
  const guard: Guard = { definition, shape, run, calls: new Map() };
  app.kinds.set(name, definition);
  guards.set(name, guard);
  return definition;
}

/** Functions are compared by their text, as a second call makes them anew. Schemas are not compared: they have no text. */
function shapeOf({ schema: _, ...options }: AnyKindOptions): string {
  return JSON.stringify(options, (_name, value: unknown) => (typeof value === 'function' ? String(value) : value));
}

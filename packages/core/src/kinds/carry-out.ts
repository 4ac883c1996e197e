import type { DecisionSink, Delivery } from '../ports/decision-sink.js';
import type { Runtime } from '../runtime/runtime.js';
import type { Guard } from './define-guard.js';
import type { GuardContext } from './guarded.js';

const maxRemembered = 1_000;

/**
 * Runs the function of an approved call. What was not approved is over: nothing is to be done.
 *
 * If an attempt's time is over before the function returns, the next attempt waits for it, or gets what it has returned meanwhile.
 */
export async function carryOut(app: Runtime, guard: Guard, delivery: Delivery): ReturnType<DecisionSink['deliver']> {
  const { decision, context } = delivery;
  if (decision.outcome !== 'approved') return { type: 'delivered' };
  const { calls } = guard;
  const { approvalId } = decision;
  const call = calls.get(approvalId) ?? run(guard, delivery);
  remember(calls, approvalId, call);
  try {
    const result = await call;
    app.lastErrors.delete(approvalId);
    if (!context.signal.aborted) calls.delete(approvalId);
    return { type: 'delivered', result };
  } catch (error) {
    remember(app.lastErrors, approvalId, error);
    calls.delete(approvalId);
    throw error;
  }
}

async function run({ run: act }: Guard, { decision, context }: Delivery): Promise<unknown> {
  // as: the schema of this kind returned the payload
  return await act(decision.payload as never, { ...context, decision } as GuardContext<never, never>);
}

/** Only callers in this process need it, so the oldest may be forgotten. */
function remember<Value>(map: Map<string, Value>, approvalId: string, value: Value): void {
  map.set(approvalId, value);
  const oldest = map.keys().next();
  if (map.size > maxRemembered && oldest.done !== true) map.delete(oldest.value);
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Decision } from '../ports/decision-sink.js';
import type { Runtime } from '../runtime/runtime.js';
import { loadOurs } from '../storage/load.js';
import { decisionOf } from '../views/to-decision.js';

const firstPauseMs = 50;
const maxPauseMs = 2_000;

/** Polls the store until there is a decision, for up to `timeoutMs` of real time. Ignores approvals of other kinds, whose payload has another type. */
export async function waitForDecision(
  app: Runtime,
  kind: string,
  id: string,
  timeoutMs: number,
): Promise<Decision<unknown> | null> {
  const end = performance.now() + timeoutMs;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, maxPauseMs)) {
    const found = await loadOurs(app, id);
    const decision = found.type === 'loaded' && found.record.approval.kind === kind ? decisionOf(found.record) : null;
    const left = end - performance.now();
    if (decision !== null || left <= 0) return decision;
    await sleep(Math.min(pause, left));
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { SlackApprovalError } from '../errors.js';
import type { Decision } from '../ports/decision-sink.js';
import type { LoadResult } from '../record/loaded.js';
import type { Runtime } from '../runtime/runtime.js';
import { loadOurs } from '../storage/load.js';
import { decisionOf } from '../views/to-decision.js';

const firstPauseMs = 50;
const maxPauseMs = 2_000;

/**
 * Polls the store until there is a decision, for up to `timeoutMs` of real time. A record of a newer release is waited for as well.
 *
 * @throws {SlackApprovalError} not_found — there is no such approval, or it is of another kind, whose payload has another type
 * @throws {SlackApprovalError} record_corrupt — it cannot be read
 */
export async function waitForDecision(
  app: Runtime,
  kind: string,
  id: string,
  timeoutMs: number,
): Promise<Decision<unknown> | null> {
  const end = performance.now() + timeoutMs;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, maxPauseMs)) {
    const found = await loadOurs(app, id);
    const decision = decisionIn(found, kind);
    const left = end - performance.now();
    if (decision !== null || left <= 0) return decision;
    await sleep(Math.min(pause, left));
  }
}

function decisionIn(found: LoadResult, kind: string): Decision<unknown> | null {
  if (found.type === 'newer') return null;
  if (found.type === 'corrupt')
    throw new SlackApprovalError('record_corrupt', 'The stored approval cannot be read; see the log.');
  if (found.type === 'loaded' && found.record.approval.kind === kind) return decisionOf(found.record);
  throw new SlackApprovalError('not_found', `The kind "${kind}" has no approval with this id.`);
}

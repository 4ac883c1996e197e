import { SlackApprovalError } from '../errors.js';
import { deriveEvidence } from '../evidence/derive-evidence.js';
import type { Evidence } from '../evidence/evidence.js';
import type { Runtime } from '../runtime/runtime.js';
import { loadOurs } from '../storage/load.js';

/** Reads everything that proves one approval. */
export async function evidence(app: Runtime, id: string): Promise<Evidence> {
  const found = await loadOurs(app, id);
  if (found.type === 'missing') throw new SlackApprovalError('not_found', 'There is no approval with this id.');
  if (found.type === 'newer')
    throw new SlackApprovalError('record_newer', 'A newer release wrote this approval: read it with that release.');
  const { history, parts } = found.type === 'loaded' ? found.record : { history: [], parts: { values: {} } };
  const derived = deriveEvidence(history, parts.values);
  if (derived === null) throw new SlackApprovalError('record_corrupt', 'The record of this approval cannot be read.');
  return derived;
}

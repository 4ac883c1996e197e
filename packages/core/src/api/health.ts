import { deadline } from '../runtime/deadline.js';
import type { Runtime } from '../runtime/runtime.js';
import { connectionOf } from '../runtime/slack-connection.js';
import { clientNotLoaded, explainProblem } from '../slack/client/slack-errors.js';
import { changeReserved, loadReserved } from '../storage/reserved-row.js';

const storeTimeoutMs = 5_000;
const slackTimeoutMs = 1_500;
/** The pause between two test writes. After a failed write, the next probe writes again. */
const testWriteEveryMs = 30_000;

/**
 * Checks whether the store accepts writes and Slack accepts the app.
 *
 * `ok` depends on the store alone: a restart does not fix a revoked token, so a probe must not cause one.
 */
export async function health(app: Runtime): Promise<{ readonly ok: boolean; readonly problems: readonly string[] }> {
  const [store, slack] = await Promise.all([storeProblem(app), slackProblem(app)]);
  return { ok: store === null, problems: [store, slack].filter((problem) => problem !== null) };
}

async function storeProblem(app: Runtime): Promise<string | null> {
  try {
    const inTime = await deadline(
      isWriteDue(app) ? write(app) : loadReserved(app, 'health', 'health').then(() => true),
      storeTimeoutMs,
      () => null,
    );
    if (inTime !== null) return null;
    const late = `The store does not answer within ${storeTimeoutMs / 1_000} s.`;
    app.log.error('store_unavailable', 'the store does not answer a health check in time');
    return late;
  } catch (error) {
    app.log.error('store_unavailable', 'the store refuses a health check', { error });
    return 'The store does not answer; the log says why.';
  }
}

/** Reads are not enough: a locked database or a full disk still answers them. */
function isWriteDue({ writes, clock }: Runtime): boolean {
  return writes.hasFailed || writes.lastAt === null || Math.abs(clock() - writes.lastAt) >= testWriteEveryMs;
}

/** A conflict counts as success: another process has written the row. */
async function write(app: Runtime): Promise<true> {
  await changeReserved(app, 'health', 'health', () => ({
    body: JSON.stringify({ schemaVersion: 1, writtenAt: app.clock() }),
    dueAt: null,
    lease: null,
  }));
  return true;
}

async function slackProblem({ slack }: Runtime): Promise<string | null> {
  if (slack === null) return null;
  const outcome = await deadline(connectionOf(slack).gate.test(), slackTimeoutMs, () => null);
  if (outcome === null) return `Slack does not answer within ${slackTimeoutMs / 1_000} s.`;
  if (outcome.type === 'ok') return null;
  if (outcome.type !== 'waiting') return `Slack does not answer: ${outcome.reason}.`;
  const why = explainProblem(outcome.reason);
  return outcome.reason === clientNotLoaded ? why : `Slack does not accept this app. ${why}`;
}

import { isError } from '../errors.js';
import { deadline } from '../runtime/deadline.js';
import type { Runtime } from '../runtime/runtime.js';
import { connectionOf } from '../runtime/slack-connection.js';
import { explainProblem } from '../slack/client/slack-errors.js';
import { changeReserved, loadReserved } from '../storage/reserved-row.js';

const waitsMs = 5_000;
/** A probe does not wait longer for Slack. */
const slackWaitsMs = 1_500;
/** The pause between two test writes. A write that failed ends it. */
const writesEveryMs = 30_000;

/**
 * Says whether the store takes writes and Slack accepts the app. `ok` depends on the store alone: a restart does not mend a
 * revoked token, so a probe must not cause one.
 */
export async function health(app: Runtime): Promise<{ readonly ok: boolean; readonly problems: readonly string[] }> {
  const [store, slack] = await Promise.all([storeProblem(app), slackProblem(app)]);
  return { ok: store === null, problems: [store, slack].filter((problem) => problem !== null) };
}

async function storeProblem(app: Runtime): Promise<string | null> {
  try {
    const inTime = await deadline(
      isWriteDue(app) ? write(app) : loadReserved(app, 'health', 'health').then(() => true),
      waitsMs,
      () => null,
    );
    return inTime === null ? `The store does not answer within ${waitsMs / 1_000} s.` : null;
  } catch (error) {
    app.logger.error('slack-approval: the store does not answer', {
      error: isError(error) ? error.message : 'not an Error',
    });
    return 'The store does not answer; the log says why.';
  }
}

/** A locked store or a full disk answers reads and refuses writes. */
function isWriteDue({ writes, clock }: Runtime): boolean {
  return writes.hasFailed || writes.lastAt === null || Math.abs(clock() - writes.lastAt) >= writesEveryMs;
}

/** A conflict proves a write as well: another process made it. */
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
  const outcome = await deadline(connectionOf(slack).gate.test(), slackWaitsMs, () => null);
  if (outcome === null) return `Slack does not answer within ${slackWaitsMs / 1_000} s.`;
  if (outcome.type === 'ok') return null;
  if (outcome.type !== 'waiting') return `Slack cannot be reached: ${outcome.reason}.`;
  return `Slack does not accept this app. ${explainProblem(outcome.reason)}`;
}

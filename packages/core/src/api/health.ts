import { isError } from '../errors.js';
import { atMost } from '../runtime/at-most.js';
import type { Runtime } from '../runtime/runtime.js';
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
export async function health(
  runtime: Runtime,
): Promise<{ readonly ok: boolean; readonly problems: readonly string[] }> {
  const [store, slack] = await Promise.all([storeProblem(runtime), slackProblem(runtime)]);
  return { ok: store === null, problems: [store, slack].filter((problem) => problem !== null) };
}

async function storeProblem(runtime: Runtime): Promise<string | null> {
  try {
    const inTime = await atMost(
      isWriteDue(runtime) ? write(runtime) : loadReserved(runtime, 'health', 'health').then(() => true),
      waitsMs,
    );
    return inTime === null ? `The store does not answer within ${waitsMs / 1_000} s.` : null;
  } catch (error) {
    runtime.logger.error('slack-approval: the store does not answer', {
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
async function write(runtime: Runtime): Promise<true> {
  await changeReserved(runtime, 'health', 'health', () => ({
    body: JSON.stringify({ schemaVersion: 1, writtenAt: runtime.clock() }),
    dueAt: null,
    lease: null,
  }));
  return true;
}

async function slackProblem({ slack }: Runtime): Promise<string | null> {
  if (slack === null) return null;
  const outcome = await atMost(slack.gate.test(), slackWaitsMs);
  if (outcome === null) return `Slack does not answer within ${slackWaitsMs / 1_000} s.`;
  if (outcome.type === 'ok') return null;
  if (outcome.type !== 'waiting') return `Slack cannot be reached: ${outcome.reason}.`;
  return `Slack does not accept this app. ${explainProblem(outcome.reason)}`;
}

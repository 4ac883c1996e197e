import { isError } from '../errors.js';
import { explainProblem } from '../slack/slack-errors.js';
import { atMost } from './at-most.js';
import { changeReserved, loadReserved } from './reserved-row.js';
import type { Shell } from './shell.js';

const waitsMs = 5_000;
/** A probe does not wait longer for Slack. */
const slackWaitsMs = 1_500;
/** The pause between two test writes. A write that failed ends it. */
const writesEveryMs = 30_000;

/**
 * Says whether the store takes writes and Slack accepts the app. `ok` depends on the store alone: a restart does not mend a
 * revoked token, so a probe must not cause one.
 */
export async function health(shell: Shell): Promise<{ readonly ok: boolean; readonly problems: readonly string[] }> {
  const [store, slack] = await Promise.all([storeProblem(shell), slackProblem(shell)]);
  return { ok: store === null, problems: [store, slack].filter((problem) => problem !== null) };
}

async function storeProblem(shell: Shell): Promise<string | null> {
  try {
    const inTime = await atMost(
      isWriteDue(shell) ? write(shell) : loadReserved(shell, 'health', 'health').then(() => true),
      waitsMs,
    );
    return inTime === null ? `The store does not answer within ${waitsMs / 1_000} s.` : null;
  } catch (error) {
    shell.logger.error('slack-approval: the store does not answer', {
      error: isError(error) ? error.message : 'not an Error',
    });
    return 'The store does not answer; the log says why.';
  }
}

/** A locked store or a full disk answers reads and refuses writes. */
function isWriteDue({ writes, clock }: Shell): boolean {
  return writes.hasFailed || writes.lastAt === null || Math.abs(clock() - writes.lastAt) >= writesEveryMs;
}

/** A conflict proves a write as well: another process made it. */
async function write(shell: Shell): Promise<true> {
  await changeReserved(shell, 'health', 'health', () => ({
    body: JSON.stringify({ schemaVersion: 1, writtenAt: shell.clock() }),
    dueAt: null,
    lease: null,
  }));
  return true;
}

async function slackProblem({ slack }: Shell): Promise<string | null> {
  if (slack === null) return null;
  const outcome = await atMost(slack.gate.test(), slackWaitsMs);
  if (outcome === null) return `Slack does not answer within ${slackWaitsMs / 1_000} s.`;
  if (outcome.type === 'ok') return null;
  if (outcome.type !== 'waiting') return `Slack cannot be reached: ${outcome.reason}.`;
  return `Slack does not accept this app. ${explainProblem(outcome.reason)}`;
}

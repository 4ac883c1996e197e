import { randomId } from '../record/ids.js';
import { atMost } from './at-most.js';
import type { Shell } from './shell.js';

const waitsMs = 5_000;

/** Asks store and Slack for a sign of life. */
export async function health(shell: Shell): Promise<{ readonly ok: boolean; readonly problems: readonly string[] }> {
  const problems = (await Promise.all([storeProblem(shell), slackProblem(shell)])).filter(
    (problem) => problem !== null,
  );
  return { ok: problems.length === 0, problems };
}

async function storeProblem(shell: Shell): Promise<string | null> {
  try {
    const inTime = await atMost(
      shell.store.get(randomId()).then(() => true),
      waitsMs,
    );
    return inTime === null ? `The store does not answer within ${waitsMs / 1_000} s.` : null;
  } catch (error) {
    shell.logger.error('slack-approval: the store does not answer', {
      error: error instanceof Error ? error.message : 'not an Error',
    });
    return 'The store does not answer; the log says why.';
  }
}

async function slackProblem({ slack }: Shell): Promise<string | null> {
  if (slack === null) return null;
  const outcome = await slack.transport.installation();
  return outcome.type === 'ok'
    ? null
    : `Slack does not accept this app's token or cannot be reached: ${outcome.reason}.`;
}

import type { Shell, SlackAccess } from './shell.js';

const usuallyEveryMs = 1_000;

/** Looks for due work again and again, one pass at a time. */
export interface Poll {
  start(pollMs: number | undefined): void;
  stop(): void;
}

export function createPoll(shell: Shell, slack: SlackAccess): Poll {
  let timer: NodeJS.Timeout | null = null;
  let isRunning = false;

  const pass = async (pollMs: number): Promise<void> => {
    await shell.work.track(once(shell, slack));
    if (isRunning) timer = setTimeout(() => void pass(pollMs), pollMs);
  };

  return {
    start(pollMs = usuallyEveryMs) {
      if (isRunning) return;
      isRunning = true;
      timer = setTimeout(() => void pass(pollMs), 0);
    },
    stop() {
      isRunning = false;
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

async function once(shell: Shell, slack: SlackAccess): Promise<void> {
  const { processDue } = await import('./process-due.js');
  await processDue(shell, slack, null);
}

import { SlackApprovalError } from '@k8s-pizza/slack-approval';

/** Runs works of one key one after the other, in the order in which they came: what came first takes effect first. */
export type InTurn = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

/** Alertmanager sends again what failed: better than that one connection without an answer holds its group up for ever. */
const longestWorkMs = 30_000;

export function createTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    // how the one before ended is told to whoever sent it
    const before = last.get(key)?.catch(() => undefined) ?? Promise.resolve();
    const running = before.then(() => inTime(work()));
    last.set(key, running);
    try {
      return await running;
    } finally {
      if (last.get(key) === running) last.delete(key);
    }
  };
}

function inTime<Result>(work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new SlackApprovalError('store_timeout', 'Nothing came of a notification within 30 s.'));
    const timer = setTimeout(late, longestWorkMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

import { SlackApprovalError } from '@k8s-pizza/slack-approval';

/** Runs the tasks of one key one after the other, in the order in which they came. */
export type KeyedQueue = <Result>(key: string, task: () => Promise<Result>) => Promise<Result>;

/** A task that hangs must not block its group. Alertmanager retries a failed notification. */
const timeoutMs = 30_000;

export function createKeyedQueue(): KeyedQueue {
  const lastTasks = new Map<string, Promise<unknown>>();
  return async (key, task) => {
    // its own caller gets the error of the previous task
    const previous = lastTasks.get(key)?.catch(() => undefined) ?? Promise.resolve();
    const running = previous.then(() => withTimeout(task()));
    lastTasks.set(key, running);
    try {
      return await running;
    } finally {
      if (lastTasks.get(key) === running) lastTasks.delete(key);
    }
  };
}

function withTimeout<Result>(task: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timeOut = () =>
      reject(new SlackApprovalError('store_timeout', 'A notification was not processed within 30 s; it may still be.'));
    const timer = setTimeout(timeOut, timeoutMs);
    task.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

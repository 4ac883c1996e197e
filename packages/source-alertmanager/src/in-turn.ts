/** Runs works of one key one after the other, in the order in which they came: what came first takes effect first. */
export type InTurn = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

export function createTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    // how the one before ended is told to whoever sent it
    const before = last.get(key)?.catch(() => undefined) ?? Promise.resolve();
    const running = before.then(work);
    last.set(key, running);
    try {
      return await running;
    } finally {
      if (last.get(key) === running) last.delete(key);
    }
  };
}

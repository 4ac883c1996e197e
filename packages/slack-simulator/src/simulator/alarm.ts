/** Timers that keep no process alive and end together. */
export interface Alarm {
  ring(afterMs: number): void;
  clear(): void;
}

export function createAlarm(wake: () => void): Alarm {
  const timers = new Set<NodeJS.Timeout>();
  return {
    ring(afterMs) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        wake();
      }, afterMs);
      timers.add(timer.unref());
    },
    clear() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

export const noAlarm: Alarm = { ring: () => undefined, clear: () => undefined };

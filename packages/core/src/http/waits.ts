const maxWaits = 100;
const firstPauseMs = 250;
const longestPauseMs = 2_000;

/** How long to wait, and what ends the wait earlier. */
export interface Patience {
  readonly waitMs: number;
  /** Aborts when no one waits for the answer any more. */
  readonly signal: AbortSignal | undefined;
}

/** Reads until `isOver` or until the patience ends, at first soon, later every 2 s. `too_many`: too many others wait. */
export type Waits = <Value>(
  read: () => Promise<Value>,
  isOver: (value: Value) => boolean,
  patience: Patience,
) => Promise<Value | 'too_many'>;

/** Creates the waits of one source, at most 100 at once. */
export function createWaits(): Waits {
  let waiting = 0;
  return async (read, isOver, patience) => {
    const first = await read();
    if (patience.waitMs === 0 || isOver(first)) return first;
    if (waiting >= maxWaits) return 'too_many';
    waiting += 1;
    const pause = createPause(patience);
    try {
      return await readUntil(read, isOver, pause, first);
    } finally {
      waiting -= 1;
      pause.close();
    }
  };
}

async function readUntil<Value>(
  read: () => Promise<Value>,
  isOver: (value: Value) => boolean,
  pause: Pause,
  first: Value,
): Promise<Value> {
  let value = first;
  for (let ms = firstPauseMs; !isOver(value) && !pause.isEnded(); ms = Math.min(ms * 2, longestPauseMs)) {
    await pause.sleep(ms);
    if (!pause.isCut()) value = await read();
  }
  return value;
}

interface Pause {
  /** The time is over, or the connection has ended. */
  readonly isEnded: () => boolean;
  /** The connection has ended: no one reads the answer. */
  readonly isCut: () => boolean;
  readonly sleep: (ms: number) => Promise<void>;
  readonly close: () => void;
}

function createPause({ waitMs, signal }: Patience): Pause {
  let isTimeOver = false;
  let wake = (): void => undefined;
  const end = () => wake();
  const timer = setTimeout(() => {
    isTimeOver = true;
    wake();
  }, waitMs);
  signal?.addEventListener('abort', end);
  const isCut = () => signal?.aborted ?? false;
  return {
    isEnded: () => isTimeOver || isCut(),
    isCut,
    sleep: (ms) =>
      new Promise((resolve) => {
        const sleeping = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(sleeping);
          resolve();
        };
        if (isTimeOver || isCut()) wake();
      }),
    close() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
    },
  };
}

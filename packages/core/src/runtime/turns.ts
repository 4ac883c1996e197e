/** Shares the event loop between pieces of work that do no I/O, so that requests are answered in between. First in, first out. */
export interface Turns {
  next(): Promise<void>;
}

/** The maximum time that such work holds the event loop before a request gets its turn. */
const sliceMs = 8;

const turnsBy = new WeakMap<object, Turns>();

/** Returns the turns of an app, and makes them on the first call. */
export function turnsOf(app: object): Turns {
  const turns = turnsBy.get(app) ?? createTurns();
  turnsBy.set(app, turns);
  return turns;
}

export function createTurns(): Turns {
  const waiting: (() => void)[] = [];
  let admitted = 0;
  let isAdmitting = false;
  let sliceStart: number | null = null;

  const begin = (): void => {
    sliceStart = performance.now();
    setImmediate(() => {
      sliceStart = null;
      if (admitted < waiting.length) start();
    });
  };
  const start = (): void => {
    if (sliceStart === null) begin();
    if (isAdmitting) return;
    isAdmitting = true;
    queueMicrotask(admit);
  };
  /** Admits one at a time, so that the time each takes counts before the next one begins. */
  const admit = (): void => {
    const next = waiting[admitted];
    const isOver = sliceStart === null || performance.now() - sliceStart >= sliceMs;
    if (next !== undefined && !isOver) {
      admitted += 1;
      next();
      queueMicrotask(admit);
      return;
    }
    isAdmitting = false;
    if (next !== undefined) {
      // begin a new slice, unless the event loop is about to
      if (sliceStart === null) start();
      return;
    }
    waiting.length = 0;
    admitted = 0;
  };

  return {
    next() {
      const turn = new Promise<void>((resolve) => waiting.push(resolve));
      start();
      return turn;
    },
  };
}

/** Resolves on the next turn of the event loop, so that requests are answered between two pieces of work. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/**
 * Gives the event loop back between pieces of work that wait for nothing outside the process. Where many wait for their turn,
 * they get it in the order in which they came.
 */
export interface Turns {
  next(): Promise<void>;
}

/** A click waits at most about this long for work that was begun before it. */
const sliceMs = 8;

const turnsBy = new WeakMap<object, Turns>();

/** The turns of a process: made when something first asks for one. */
export function turnsOf(app: object): Turns {
  const own = turnsBy.get(app) ?? turns();
  turnsBy.set(app, own);
  return own;
}

export function turns(): Turns {
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
  /** One after the other, so that the time each takes is seen before the next begins. */
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
      // the event loop turned meanwhile, or is about to
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

/** Resolves on the event loop's next turn, so that requests are answered between two pieces of work that wait for nothing. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

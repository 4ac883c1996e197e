interface Held {
  readonly at: number;
  readonly run: () => void;
}

/** Longer than any test, and the longest that a timer takes. */
const neverMs = 2 ** 31 - 1;

/** Timers that wait for `advance` instead of for the time. */
export interface HeldTimeouts {
  advance(ms: number): void;
  /** Gives `setTimeout` back. What is still held never runs. */
  release(): void;
}

/** Replaces the global `setTimeout`, so that a test need not wait for a deadline. */
export function holdTimeouts(): HeldTimeouts {
  const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  const held = new Map<unknown, Held>();
  let now = 0;
  // a proxy keeps what else hangs on the function; a real timer has `unref` and all the rest
  globalThis.setTimeout = new Proxy(real.setTimeout, {
    apply(setTimeout, self, [run, ms = 0, ...values]) {
      const timer: unknown = Reflect.apply(setTimeout, self, [() => undefined, neverMs]);
      held.set(timer, { at: now + ms, run: () => run(...values) });
      return timer;
    },
  });
  globalThis.clearTimeout = new Proxy(real.clearTimeout, {
    apply(clearTimeout, self, [timer]) {
      held.delete(timer);
      return Reflect.apply(clearTimeout, self, [timer]);
    },
  });
  return {
    advance(ms) {
      now += ms;
      const due = [...held].filter(([, { at }]) => at <= now).sort(([, one], [, other]) => one.at - other.at);
      for (const [timer, { run }] of due) {
        // one that ran before may have cleared it
        if (!held.has(timer)) continue;
        Reflect.apply(globalThis.clearTimeout, globalThis, [timer]);
        run();
      }
    },
    release() {
      Object.assign(globalThis, real);
      for (const timer of held.keys()) Reflect.apply(clearTimeout, globalThis, [timer]);
    },
  };
}

import type * as Vitest from 'vitest';

/**
 * The vitest that runs the calling test file, or null. An import of vitest cannot give it: it would cost users of the simulator
 * 100 ms and fail where vitest is absent, `require` refuses it, and a second copy would not know the running file.
 * Vitest keeps its API on the global object, for `import.meta.vitest`: that is always the right instance.
 */
export function runningVitest(): typeof Vitest | null {
  return Reflect.get(globalThis, '__vitest_index__') ?? null;
}

import { vi } from 'vitest';

/** Lets what waits for two seconds wait for 100 ms, until what this returns is called. */
export function hurry(): () => void {
  const { setTimeout: start } = globalThis;
  const hurried = (callback: (...values: unknown[]) => void, ms?: number, ...values: unknown[]) =>
    start(callback, ms === 2_000 ? 100 : ms, ...values);
  const spy = vi.spyOn(globalThis, 'setTimeout').mockImplementation(Object.assign(hurried, start));
  return () => spy.mockRestore();
}

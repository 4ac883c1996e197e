import { vi } from 'vitest';

/** Slack's client waits 10 s of real time for an answer that never comes; in this test it waits a tenth of a second. */
export function hurryClient(): void {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms === 10_000 ? 100 : ms));
}

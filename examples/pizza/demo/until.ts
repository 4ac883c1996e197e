import { setTimeout as sleep } from 'node:timers/promises';

const pauseMs = 50;

/** Polls until `look` returns a value other than null. @throws Error — it took longer than `timeoutMs` */
export async function until<Value>(
  what: string,
  look: () => Value | null | Promise<Value | null>,
  timeoutMs = 15_000,
): Promise<Value> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen !== null) return seen;
    if (performance.now() > end) throw new Error(`This did not happen within ${timeoutMs / 1000} s: ${what}`);
    await sleep(pauseMs);
  }
}

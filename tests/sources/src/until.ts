import { setTimeout as pause } from 'node:timers/promises';

/** Looks again and again, since a process takes its time, until there is something. The test's own limit ends it. */
export async function until<Value>(
  look: () => Value | null | undefined | Promise<Value | null | undefined>,
): Promise<Value> {
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined) return found;
    await pause(10);
  }
}

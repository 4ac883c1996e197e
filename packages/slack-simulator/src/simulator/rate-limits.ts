/** §5: T2 20, T3 50, T4 100 calls a minute for one method; `post` is the one post a second of one channel. */
export type Rate = 'post' | 'tier2' | 'tier3' | 'tier4';

const perMinute = { tier2: 20, tier3: 50, tier4: 100 } as const;

export interface RateLimits {
  /** Seconds to wait (for `Retry-After`), or 0 where the call may go ahead and was counted. */
  take(rate: Rate, key: string): number;
  clear(): void;
}

/** §5 says that bursts of posts happen and promises none; here `postBurst` posts may come at once, and one a second over time. */
export function createRateLimits(now: () => number, postBurst: number): RateLimits {
  const calls = new Map<string, readonly number[]>();
  return {
    take(rate, key) {
      const allowed = rate === 'post' ? postBurst : perMinute[rate];
      const windowMs = rate === 'post' ? postBurst * 1000 : 60_000;
      const at = now();
      const recent = (calls.get(key) ?? []).filter((call) => call > at - windowMs);
      const oldest = recent[0];
      if (oldest !== undefined && recent.length >= allowed)
        return Math.max(1, Math.ceil((oldest + windowMs - at) / 1000));
      calls.set(key, [...recent, at]);
      return 0;
    },
    clear: () => calls.clear(),
  };
}

export const noRateLimits: RateLimits = { take: () => 0, clear: () => undefined };

import { SimulatorError } from './simulator-error.js';
import type { SlackSimulatorOptions } from './slack-simulator.js';

export interface JumpingClock {
  readonly now: () => number;
  /** False if you set `clock` without `onClockJump`. */
  readonly canJump: boolean;
  /** Whether the app's clock is told to follow. */
  readonly appFollows: boolean;
  jump(ms: number): Promise<void>;
}

/** The simulator's clock runs with the real one and can be put forward. If you set `clock`, you move it yourself. */
export function createJumpingClock({
  clock,
  onClockJump,
}: Pick<SlackSimulatorOptions, 'clock' | 'onClockJump'>): JumpingClock {
  let aheadMs = 0;
  const now = clock ?? (() => Date.now() + aheadMs);
  return {
    now,
    canJump: clock === undefined || onClockJump !== undefined,
    appFollows: onClockJump !== undefined,
    async jump(ms) {
      if (!(Number.isFinite(ms) && ms > 0)) {
        throw new SimulatorError('cannot_jump', `\`ms\` must be a positive number of milliseconds, got ${ms}.`);
      }
      if (clock !== undefined && onClockJump === undefined) {
        throw new SimulatorError('cannot_jump', 'You set `clock`: move it in `onClockJump`.');
      }
      if (clock === undefined) aheadMs += ms;
      await onClockJump?.(ms);
    },
  };
}

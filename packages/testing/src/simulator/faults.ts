import { SimulatorError } from './simulator-error.js';
import type { FailRule } from './slack-simulator.js';

/** A failure of every method, until it is switched off. */
export type StandingFault = Extract<FailRule['how'], 'lose_response' | 'hang' | 'status' | 'rate_limit'>;

export interface Faults {
  add(rule: FailRule): void;
  /** Makes every call fail that no rule is for, until switched to null. */
  switchTo(fault: StandingFault | null): void;
  readonly standing: () => StandingFault | null;
  /** Uses up one failure of the oldest rule for this method. */
  take(method: string): FailRule | null;
  clear(): void;
}

const known = {
  lose_response: true,
  half_body: true,
  hang: true,
  status: true,
  rate_limit: true,
  error: true,
} as const satisfies Record<FailRule['how'], true>;

export function createFaults(): Faults {
  let pending: { readonly rule: FailRule; left: number }[] = [];
  let standing: StandingFault | null = null;
  return {
    switchTo(fault) {
      standing = fault;
    },
    standing: () => standing,
    add(rule) {
      const times = rule.times ?? 1;
      if (!Number.isInteger(times) || times < 1) {
        throw new SimulatorError('invalid_rule', `times is a whole number from 1, not ${times}`);
      }
      // a misspelt fault would be used up and do nothing, and the test that counts on it would prove nothing
      if (!Object.hasOwn(known, rule.how)) {
        throw new SimulatorError('invalid_rule', `how is one of ${Object.keys(known).join(', ')}, not ${rule.how}`);
      }
      pending.push({ rule, left: times });
    },
    take(method) {
      const next = pending.find((candidate) => candidate.rule.method === method);
      if (next === undefined) return standing === null ? null : { method, how: standing };
      next.left -= 1;
      pending = pending.filter((candidate) => candidate.left > 0);
      return next.rule;
    },
    clear() {
      pending = [];
      standing = null;
    },
  };
}

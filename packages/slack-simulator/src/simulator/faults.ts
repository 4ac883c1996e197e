import type { FailRule } from './fail-rule.js';
import { knownRule } from './options/known-options.js';
import { refuseUnknownKeys } from './options/refuse-unknown-keys.js';
import { SimulatorError } from './simulator-error.js';

/** A failure of every method, until it is switched off. */
export type StandingFault = Extract<FailRule['how'], 'lose_response' | 'hang' | 'status' | 'rate_limit'>;

export interface Faults {
  add(rule: FailRule): void;
  /** Drops the rules for this method, or all rules. */
  mend(method?: string): void;
  /** The rules that are left; `times` is how often each still applies. */
  list(): readonly FailRule[];
  /** Makes every call without a rule fail, until you switch to null. */
  switchTo(fault: StandingFault | null): void;
  readonly standing: () => StandingFault | null;
  /** Uses up one failure of the oldest rule for this method. Rules that stand until mended come after those. */
  take(method: string): FailRule | null;
  clear(): void;
}

/** Stands for every method of the Web API in a rule, but not for `response_url`. */
const everyMethod = '*';

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
  let untilMended: FailRule[] = [];
  let standing: StandingFault | null = null;
  return {
    switchTo(fault) {
      standing = fault;
    },
    standing: () => standing,
    add(rule) {
      refuseUnknownKeys('fail', rule, knownRule, 'invalid_rule');
      assertKnown(rule);
      const { times = 1 } = rule;
      if (times !== 'until_mended') pending.push({ rule, left: times });
      else untilMended = [...untilMended.filter(({ method }) => method !== rule.method), rule];
    },
    mend(method) {
      pending = method === undefined ? [] : pending.filter(({ rule }) => rule.method !== method);
      untilMended = method === undefined ? [] : untilMended.filter((rule) => rule.method !== method);
    },
    list: () => [...pending.map(({ rule, left }) => ({ ...rule, times: left })), ...untilMended],
    take(method) {
      const next = pending.find(({ rule }) => covers(rule, method));
      if (next === undefined) {
        const named = untilMended.find((rule) => rule.method === method);
        const rule = named ?? untilMended.find((candidate) => covers(candidate, method));
        return rule ?? (standing === null ? null : { method, how: standing });
      }
      next.left -= 1;
      pending = pending.filter((candidate) => candidate.left > 0);
      return next.rule;
    },
    clear() {
      pending = [];
      untilMended = [];
      standing = null;
    },
  };
}

function covers(rule: FailRule, method: string): boolean {
  return rule.method === method || (rule.method === everyMethod && method !== 'response_url');
}

function assertKnown({ times = 1, how }: FailRule): void {
  if (times !== 'until_mended' && (!Number.isInteger(times) || times < 1)) {
    throw new SimulatorError(
      'invalid_rule',
      `\`times\` must be a whole number from 1 or 'until_mended', got ${times}.`,
    );
  }
  // a misspelt fault would be used up and do nothing, and the test that counts on it would prove nothing
  if (!Object.hasOwn(known, how)) {
    throw new SimulatorError('invalid_rule', `\`how\` must be one of ${Object.keys(known).join(', ')}, got ${how}.`);
  }
}

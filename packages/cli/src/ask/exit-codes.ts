import type { Outcome } from './asked.js';

/** The exit codes of `ask`; everything else is `askFailed`. */
export const exitCodes: Readonly<Record<Outcome['outcome'], number>> = {
  approved: 0,
  rejected: 1,
  expired: 2,
  withdrawn: 2,
};

/** Nobody has decided: it could not be asked, or is left open. */
export const askFailed = 3;

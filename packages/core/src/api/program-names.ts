import type { Approvals } from './approvals.js';

/** The methods of `Approvals` that only programs call, and that load late. */
export const programNames = [
  'request',
  'get',
  'list',
  'permalink',
  'withdraw',
  'reportProgress',
  'vote',
  'history',
  'evidence',
  'erase',
  'redeliver',
  'repost',
  'explain',
  'pendingFor',
  'health',
] as const satisfies (keyof Approvals)[];

export type ProgramMethods = Pick<Approvals, (typeof programNames)[number]>;

import type { FactNeeded, VoterRefusalCode } from './policy.js';
import type { Refusal } from './refusal.js';

/** Whether a person may vote, and why not; or which facts are needed to tell. */
export type Verdict =
  | { readonly answer: 'allowed'; readonly group: string | null; readonly isVeto?: true }
  | ({ readonly answer: 'refused' } & Refusal<VoterRefusalCode>)
  | { readonly answer: 'unknown'; readonly needs: readonly FactNeeded[] };

/** The steps of the scenario, in the order of the table's columns. */
export const steps = [
  'ask',
  'vote',
  'reject',
  'expire',
  'withdraw',
  'on behalf',
  'amend',
  'redeliver',
  'progress',
  'change',
  'choose',
  'edit',
  'stages',
  'evidence',
  'inbox',
  'observed',
] as const;
export type Step = (typeof steps)[number];

/** What the scenario runs on: one row of the table. */
export interface Place {
  readonly host: string;
  readonly store: string;
}

declare module 'vitest' {
  interface TaskMeta {
    /** Set on every test of the scenario, and read by what draws the table. */
    scenario?: Place & { readonly step: Step };
  }
}

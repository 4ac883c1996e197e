import type { StoreSettings } from 'test-processes/store-settings';

/** The kinds that every process of a test knows: one vote, two votes, a group whose members have to be looked up, a form. */
export const kinds = ['one', 'two', 'group', 'form'] as const;
export type KindName = (typeof kinds)[number];

export const receiverSecret = `whsec_${Buffer.alloc(32, 'kill table ').toString('base64')}`;

/** What a process needs to know to begin. */
export interface Settings {
  readonly store: StoreSettings;
  readonly now: number;
  readonly apiUrl: string;
  readonly botToken: string;
  readonly signingSecret: string;
  readonly receiverUrl: string;
}

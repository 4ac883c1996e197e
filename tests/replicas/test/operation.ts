/** How an approval can stand. */
export type Status = 'pending' | 'approved' | 'rejected' | 'expired' | 'withdrawn';

/** One person's answer. */
export interface Ballot {
  readonly by: string;
  readonly answer: 'approve' | 'reject';
}

/** What somebody wanted of one approval. `expire` is what time does, if it does. */
export type Input =
  | ({ readonly type: 'click'; readonly actionTs: number } & Ballot)
  | { readonly type: 'withdraw' }
  | { readonly type: 'read' }
  | { readonly type: 'expire' };

/** What came of it, as far as it could be seen from outside. */
export type Result =
  /** 200 and nothing more: the answer is stored, by this click or by its twin. */
  | { readonly type: 'silent' }
  /** Nothing was changed, and the person or the program was told why. */
  | { readonly type: 'told'; readonly what: Exclude<Status, 'pending'> | 'answer_in' | 'no_approver' }
  | { readonly type: 'withdrawn' }
  | {
      readonly type: 'seen';
      readonly status: Status;
      readonly votes: readonly Ballot[];
      readonly unchecked: readonly Ballot[];
    }
  /** A delivery: the decision alone, with the people who made it. */
  | { readonly type: 'decision'; readonly status: Status; readonly by: readonly string[] };

/** One operation on one approval, with the instants at which its caller began it and heard of its end. */
export interface Operation {
  readonly name: string;
  readonly input: Input;
  /** Any of these may be what came of it; null: nobody heard, so it happened at some time or never. */
  readonly results: readonly Result[] | null;
  readonly begunAt: number;
  /** null: never heard of again. */
  readonly endedAt: number | null;
  /** Between these two stood the clock of the process that it was asked of. */
  readonly clock: { readonly earliest: number; readonly latest: number };
}

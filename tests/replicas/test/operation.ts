/** The status of an approval. */
export type Status = 'pending' | 'approved' | 'rejected' | 'expired' | 'withdrawn';

/** One person's answer. */
export interface Ballot {
  readonly by: string;
  readonly answer: 'approve' | 'reject';
}

/** What was tried on one approval. `expire` is what passing time does. */
export type Input =
  | ({ readonly type: 'click'; readonly actionTs: number } & Ballot)
  | { readonly type: 'take_back'; readonly actionTs: number; readonly by: string }
  | { readonly type: 'withdraw' }
  | { readonly type: 'read' }
  | { readonly type: 'expire' };

/** The result, as far as it could be seen from outside. */
export type Result =
  /** 200 without a reply: it is stored, by this click or by its twin, or the person has done something newer since. */
  | { readonly type: 'silent' }
  /** Nothing was changed, and the person or the program was told why. */
  | {
      readonly type: 'told';
      readonly what: Exclude<Status, 'pending'> | 'answer_in' | 'no_approver' | 'too_many_changes' | 'no_vote';
    }
  /** A reply that no order of operations explains. */
  | { readonly type: 'told_otherwise'; readonly reply: string }
  | { readonly type: 'withdrawn' }
  | { readonly type: 'taken_back' }
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
  /** The possible results; null if no answer came, so it happened at some time or never. */
  readonly results: readonly Result[] | null;
  readonly begunAt: number;
  /** null: no answer came. */
  readonly endedAt: number | null;
  /** The clock of the process was between these two. */
  readonly clock: { readonly earliest: number; readonly latest: number };
}

import type { Approval, Asked, AskOptions, Decision, Duration, Outcome } from '@k8s-pizza/slack-approval';

/** A call that a model wants to make, before anything has checked its input. */
export interface ToolCall {
  /** The name of the tool. */
  readonly tool: string;
  /** The arguments, as the framework has them. */
  readonly input: unknown;
}

/** A call with the id that the framework gave it. */
export interface IdentifiedCall extends ToolCall {
  /** Stays the same when the framework goes on after a restart. */
  readonly callId: string;
}

/** A kind that can ask about calls: what `approvals.define` returns, of any payload. */
export interface CallKind {
  ask(payload: unknown, options: AskOptions): Promise<Asked<unknown>>;
  waitForDecision(
    id: string,
    options: { readonly timeout: Duration; readonly signal?: AbortSignal },
  ): Promise<Decision<unknown> | null>;
  withdraw(
    target: { readonly key: string },
    options: { readonly by: NonNullable<AskOptions['requester']>; readonly reason: string },
  ): Promise<unknown>;
}

/** The call may run. */
export interface ApprovedCall {
  readonly type: 'approved';
  /** The input to run it with: what people approved, as JSON, or the call's own if nobody had to be asked. */
  readonly input: unknown;
  /** Whether `input` differs from the input of the call. */
  readonly isEdited: boolean;
}

/** The call must not run. */
export interface DeniedCall {
  readonly type: 'denied';
  /** `changed`: the call is not the one that people were asked about; `not_asked`: they could not be asked about it. */
  readonly why: Exclude<Outcome, 'approved'> | 'changed' | 'edited' | 'not_asked';
  /** What to tell the model. */
  readonly message: string;
}

/** What became of a call. */
export type Verdict = ApprovedCall | DeniedCall;

/** A question that has no answer yet. */
export interface OpenCall {
  readonly type: 'open';
  readonly call: IdentifiedCall;
  readonly kind: CallKind;
  readonly key: string;
  readonly approval: Approval<unknown>;
  /** The input within the payload that people decided on; null: they decided on another tool. */
  readonly inputIn: (payload: unknown) => { readonly input: unknown } | null;
}

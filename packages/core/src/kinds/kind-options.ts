import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ApproverRule, GroupRule, ReasonRule } from '../domain/model/policy.js';
import type { Duration } from '../options/duration.js';
import type { KnownKeys } from '../options/unknown-keys.js';
import type { DecisionSink, SinkFunction } from '../ports/decision-sink.js';
import type { CardContent } from '../slack/card/card-content.js';

/** After so long without a decision, more people may answer and more channels are told. */
export interface EscalationOptions {
  /** From the moment of asking, such as `15m`. */
  readonly after: Duration;
  /** People that these rules admit may vote from then on, besides those who could before. */
  readonly approvers?: readonly ApproverRule[];
  /** Channel ids, where another copy of the card is posted. */
  readonly channel?: string | readonly string[];
}

/** What a kind of approvals is made of. */
export interface KindOptions<Input, Output> {
  /** zod, valibot, arktype or any other Standard Schema. What it returns is what people decide on: plain JSON, at most 32 KB. */
  readonly schema: StandardSchemaV1<Input, Output>;
  /** Called once for each revision. What it returns is stored, and drawn from there for as long as the approval lives. */
  readonly card: (payload: NoInfer<Output>) => CardContent;
  /** Ids of the channels where the card is posted, or of a person for a direct message. At most 20. */
  readonly channel: string | undefined | readonly string[] | ((payload: NoInfer<Output>) => string | readonly string[]);
  /** Anyone that one of these rules admits may vote. */
  readonly approvers: readonly ApproverRule[];
  /** How many different people it takes, 1 to 100. @default `{ approve: 1, reject: 1 }` */
  readonly quorum?: { readonly approve?: number; readonly reject?: number };
  /** Whether the person who asked may vote. @default false */
  readonly allowSelfApproval?: boolean;
  /** Whether an answer comes with a reason. @default `{ approve: 'none', reject: 'optional' }` */
  readonly reason?: { readonly approve?: ReasonRule; readonly reject?: ReasonRule };
  /** How long people may answer, or `never` for no end. @default 24h */
  readonly expiresIn?: Duration | 'never';
  /**
   * What becomes of an approval that no one answers in time. `approve` holds only where its card was posted; otherwise it expires.
   *
   * @default expire
   */
  readonly onExpiry?: 'expire' | 'reject' | 'approve';
  /** How often the card's thread is reminded. @default never */
  readonly remindEvery?: Duration;
  /** What changes while no one answers. @default nothing */
  readonly escalate?: readonly EscalationOptions[];
  /** Who is told the outcome privately: the requester, where that is a person. @default requester */
  readonly notify?: 'requester' | 'nobody';
  /** The id of the channel where the card goes when Slack refuses it in its own. @default none */
  readonly fallbackChannel?: string | undefined;
  /**
   * Where decisions go: `webhook(…)`, or a function. It is called at least once for each decision, always with the same
   * `deliveryId`: act once per id.
   */
  readonly onDecision: DecisionSink | SinkFunction<NoInfer<Output>>;
  /** How long one attempt may take where `onDecision` is a function, at most 45s; then its `signal` is aborted. @default 15s */
  readonly attemptWithin?: Duration;
  /** How long the delivery of a decision is retried. @default 75.6h */
  readonly deliverWithin?: Duration;
  /** How long a key stays held after the decision; `forever` for good. @default 24h */
  readonly keyFor?: Duration | 'forever';
  /** How long payload, texts and reasons are kept after the last event. @default 90d */
  readonly retainFor?: Duration;
  /** The steps of carrying it out, in order, for `reportProgress`. At most 20. @default none */
  readonly steps?: readonly string[];
}

type AnyKind = KindOptions<unknown, unknown>;

const answers = { approve: true, reject: true } satisfies KnownKeys<NonNullable<AnyKind['quorum' | 'reason']>>;
const rule = { type: true, id: true, count: true } satisfies KnownKeys<GroupRule>;

/** Every key that `define` knows, and those of the objects in them. */
export const knownKindOptions = {
  schema: true,
  card: true,
  channel: true,
  approvers: rule,
  quorum: answers,
  allowSelfApproval: true,
  reason: answers,
  expiresIn: true,
  onExpiry: true,
  remindEvery: true,
  escalate: { after: true, approvers: rule, channel: true } satisfies KnownKeys<EscalationOptions>,
  notify: true,
  fallbackChannel: true,
  onDecision: true,
  attemptWithin: true,
  deliverWithin: true,
  keyFor: true,
  retainFor: true,
  steps: true,
} satisfies KnownKeys<AnyKind>;

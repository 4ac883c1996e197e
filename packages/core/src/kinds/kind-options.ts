import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Input } from '../domain/model/input.js';
import type { Place } from '../domain/model/place.js';
import type { ApproverRule, Choice, GroupRule, ReasonRule } from '../domain/model/policy.js';
import type { Duration } from '../options/duration.js';
import type { KnownKeys } from '../options/unknown-keys.js';
import type { DecisionSink, SinkFunction } from '../ports/decision-sink.js';
import type { CardContent } from '../slack/card/card-content.js';
import { choiceChecks } from './read-choices.js';

/** One step of escalation: who else may vote, and where else the card is posted. */
export interface EscalationOptions {
  /** Counted from `ask`, such as `15m`. */
  readonly after: Duration;
  /** Who may vote from then on, in addition to those who could before. @default no one else */
  readonly approvers?: readonly ApproverRule[];
  /** Where another copy of the card is posted, as `channel` of the kind. It mentions the `approvers` of this step. @default nowhere */
  readonly channel?: Place | readonly Place[];
}

/**
 * A value, or a function of the payload that returns it.
 *
 * The function is called when something is asked. It must not be async, and must return the same for the same payload.
 */
export type PerPayload<Payload, Value> = Value | ((payload: NoInfer<Payload>) => Value);

/**
 * One of the groups of approvers that decide in order.
 *
 * One rejection in it ends the question.
 */
export interface Stage {
  /** Shown on the card. 1 to 75 characters, and no other stage has it. */
  readonly name: string;
  /** Who may vote in this stage. A person counts in one stage only. */
  readonly approvers: readonly ApproverRule[];
  /** How many different people have to approve, 1 to 100. @default 1 */
  readonly quorum?: number;
  /** Where a card of this stage is posted when it begins, as `channel` of the kind. @default the kind's card is enough */
  readonly channel?: Place | readonly Place[];
  /** How long it may take, from its beginning. Then `onExpiry` decides the whole question. @default until the question expires */
  readonly expiresIn?: Duration;
  /** Who else may vote in it, and where; `after` counts from its beginning. @default no escalation */
  readonly escalate?: readonly EscalationOptions[];
}

/** The options of a kind that say who decides, by rules. */
export interface DecidedByRules<Payload> {
  /** Who may vote: everyone who fits at least one of these rules. */
  readonly approvers: PerPayload<Payload, readonly ApproverRule[]>;
  /** How many different people have to approve or reject, 1 to 100. @default `{ approve: 1, reject: 1 }` */
  readonly quorum?: PerPayload<Payload, { readonly approve?: number; readonly reject?: number }>;
  /** Who else may vote, and where, while there is no decision. @default no escalation */
  readonly escalate?: readonly EscalationOptions[];
  readonly stages?: never;
}

/** The options of a kind that say who decides, in stages. */
export interface DecidedInStages<Payload> {
  /** The groups that decide in order, at most 10, in place of `approvers`, `quorum` and `escalate`. */
  readonly stages: PerPayload<Payload, readonly [Stage, ...Stage[]]>;
  readonly approvers?: never;
  readonly quorum?: never;
  readonly escalate?: never;
}

/** A kind whose payloads are checked by a schema. */
export interface WithSchema<Input, Output> {
  /**
   * A schema of zod, valibot, arktype or another Standard Schema library. It must return plain JSON of at most 32 KB.
   *
   * People bind themselves to the whole payload, so Details shows all of it, also what `card` leaves out. Put no secret in it.
   *
   * @default any plain JSON of at most 32 KB
   */
  readonly schema: StandardSchemaV1<Input, Output>;
}

/** A kind that takes any JSON. */
export interface WithoutSchema {
  readonly schema?: undefined;
}

/** The options of a kind whose types do not matter. */
export type AnyKindOptions = Omit<CommonOptions<never, never>, 'choices'> &
  Partial<Omit<DecidedByRules<never>, 'stages'> & Pick<DecidedInStages<never>, 'stages'>> & {
    readonly schema?: StandardSchemaV1 | undefined;
    readonly choices?: readonly Choice[];
  };

/**
 * The options of `define`, beside its `schema`.
 *
 * `Payload` is what the schema returns, and `Id` are the ids of its choices.
 */
export type KindOptions<Payload, Id extends string = string> = CommonOptions<Payload, Id> &
  (DecidedByRules<Payload> | DecidedInStages<Payload>);

/** The options of a kind but those that say who decides. */
export interface CommonOptions<Payload, Id extends string = string> {
  /** The title of a card that shows the payload's own fields, one row each. @default the kind's name */
  readonly title?: string | ((payload: NoInfer<Payload>) => string);
  /**
   * Returns what the card shows, in place of `title`. Called once per revision; the result is stored with the approval. At most 8 KB.
   *
   * Let it show the same for the same payload: `run` and guards take a key with another card for another question (`key_changed`).
   *
   * @default the title and the payload's own fields
   */
  readonly card?: (payload: NoInfer<Payload>) => CardContent;
  /**
   * Where the card is posted: the id of a channel, `user(…)` for a direct message, `thread(channelId, ts)` for the thread of a message.
   * At most 20 places, each with a copy.
   */
  readonly channel: PerPayload<Payload, Place | readonly Place[] | undefined>;
  /** Who may reject alone, at any stage and whatever the quorum. They need not be approvers. @default no one */
  readonly vetoers?: PerPayload<Payload, readonly ApproverRule[]>;
  /**
   * Up to 5 answers in place of Approve and Reject, each approving or rejecting. At least one approves. With `stages` only the last one
   * has them.
   *
   * `quorum.approve` and groups with a count hold for each choice alone: the first one with its approvals decides. Rejections count
   * together. It excludes `onExpiry: 'approve'`.
   *
   * @default Approve and Reject
   */
  readonly choices?: readonly Choice<Id>[];
  /** Whether people who asked or amended, or on whose behalf it was asked, may vote. @default false */
  readonly allowSelfApproval?: boolean;
  /** Whether a vote needs a reason. @default `{ approve: 'none', reject: 'optional' }` */
  readonly reason?: { readonly approve?: ReasonRule; readonly reject?: ReasonRule };
  /**
   * What an approver may change, by the name of a property of the payload, at most 20: Approve opens a form with their present values.
   *
   * One approval decides then: `quorum.approve` must be 1, and no user group may have a `count`; with `stages` this holds for the last
   * one, the only one that can change values. Each payload has to fit its inputs, and the schema has to accept what it returns and return
   * it unchanged.
   *
   * @default nothing
   */
  readonly inputs?: { readonly [Name in keyof NoInfer<Payload> & string]?: Input };
  /** How long people may vote; `never`: without limit. @default 24h */
  readonly expiresIn?: PerPayload<Payload, Duration | 'never'>;
  /**
   * What happens when the time is over. `approve` needs a card that was posted, otherwise the approval expires; it can't be combined
   * with `stages`.
   *
   * @default expire
   */
  readonly onExpiry?: 'expire' | 'reject' | 'approve';
  /**
   * Whom the first post of the card mentions, of those who can still vote: the people and groups of `approvers`, or other ones. At most
   * 20 people are mentioned by name, and no one for `channelMembers()` and `anyone()`. Reminders mention them again; updates never do.
   *
   * @default approvers
   */
  readonly mention?: 'approvers' | 'nobody' | readonly ApproverRule[];
  /** How often a reminder is posted: in the card's thread, shown in the channel too. @default never */
  readonly remindEvery?: Duration;
  /**
   * Who gets a private message with the outcome. For a requester that is a system, it goes to the person in `onBehalfOf`, if any.
   *
   * @default requester
   */
  readonly notify?: 'requester' | 'nobody';
  /** The id of the channel where the card is posted if Slack refuses it in another one. @default none */
  readonly fallbackChannel?: string | undefined;
  /**
   * The id of the channel that is told when a decision cannot be delivered, a step fails, a card has waited for 15 minutes until
   * someone fixes its cause, or every process crashes on an approval. At most one message a minute from each process.
   *
   * @default that of `createApprovals`
   */
  readonly troubleChannel?: string | undefined;
  /**
   * Where decisions are delivered: `webhook(…)`, or a function.
   *
   * It is called at least once per decision, always with the same `deliveryId`. Act once per id.
   *
   * @default nothing is delivered: wait with `waitForDecision`, or listen to events
   */
  readonly onDecision?: DecisionSink | SinkFunction<NoInfer<Payload>, NoInfer<Id>>;
  /** The timeout of one delivery attempt, at most 45s; then its `signal` is aborted. @default 15s */
  readonly attemptWithin?: Duration;
  /** How long a failed delivery is retried. @default 75.6h */
  readonly deliverWithin?: Duration;
  /** How long after the decision `ask` still finds the approval under its key. @default 24h */
  readonly keyFor?: Duration | 'forever';
  /** When payload, texts and reasons are erased, counted from the last event. @default 90d */
  readonly retainFor?: Duration;
  /** The steps that `reportProgress` reports, in order. At most 20. @default none */
  readonly steps?: readonly string[];
}

/** The options of `guard`: its function takes the decisions. */
export type GuardKindOptions<Payload, Id extends string = string> = Omit<CommonOptions<Payload, Id>, 'onDecision'> &
  (DecidedByRules<Payload> | DecidedInStages<Payload>);

type AnyKind = Required<AnyKindOptions>;

const answers = { approve: true, reject: true } satisfies KnownKeys<NonNullable<AnyKind['reason']>>;
const rule = { type: true, id: true, count: true } satisfies KnownKeys<GroupRule>;

const escalation = { after: true, approvers: rule, channel: true } satisfies KnownKeys<EscalationOptions>;

/** The options of `define` that `request` does not take. */
type KindOnly = 'title' | 'card' | 'choices' | 'inputs' | 'onDecision' | 'attemptWithin' | 'deliverWithin' | 'steps';

/** The keys that `define` and `request` both accept, also those of nested objects. */
export const knownQuestionOptions = {
  channel: true,
  approvers: rule,
  quorum: answers,
  stages: {
    ...{ name: true, approvers: rule, quorum: true, channel: true },
    ...{ expiresIn: true, escalate: escalation },
  } satisfies KnownKeys<Stage>,
  vetoers: rule,
  allowSelfApproval: true,
  reason: answers,
  expiresIn: true,
  onExpiry: true,
  remindEvery: true,
  mention: rule,
  escalate: escalation,
  notify: true,
  fallbackChannel: true,
  troubleChannel: true,
  keyFor: true,
  retainFor: true,
} satisfies KnownKeys<Omit<AnyKind, KindOnly | 'schema'>>;

/** The keys that `define` accepts. */
export const knownKindOptions = {
  ...knownQuestionOptions,
  schema: true,
  title: true,
  card: true,
  choices: choiceChecks,
  inputs: true,
  onDecision: true,
  attemptWithin: true,
  deliverWithin: true,
  steps: true,
} satisfies KnownKeys<AnyKind>;

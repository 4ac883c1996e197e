import { readOnBehalfOf, readRequester } from '../commands/read-requester.js';
import { decideAsked } from '../commands/run-asked.js';
import type { Place } from '../domain/model/place.js';
import type { ApproverRule, UserRule } from '../domain/model/policy.js';
import type { Duration } from '../options/duration.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { KnownKeys } from '../options/unknown-keys.js';
import type { Decision } from '../ports/decision-sink.js';
import type { Runtime } from '../runtime/runtime.js';
import { type CardContent, knownParts } from '../slack/card/card-content.js';
import { defineKind, requestKind, requireOptions } from './define-kind.js';
import {
  type CommonOptions,
  type DecidedByRules,
  type DecidedInStages,
  knownQuestionOptions,
  type Stage,
} from './kind-options.js';
import { readKey } from './read-key.js';

/** One question: what the card shows, who decides, and where. */
export type RequestOptions = CardContent &
  Omit<
    CommonOptions<null>,
    | ('title' | 'card' | 'choices' | 'inputs' | 'onDecision' | 'attemptWithin' | 'deliverWithin' | 'steps')
    | ('channel' | 'vetoers' | 'expiresIn')
  > & {
    /** The same key is the same question: asked again, it waits for the same card. 1 to 2,000 characters. */
    readonly key: string;
    /** The name of a system, or `user('U…')` for a person. */
    readonly requester: string | UserRule;
    /** The person that the requester asks for: shown on the card, and bound by `allowSelfApproval` like the requester. @default none */
    readonly onBehalfOf?: UserRule;
    /** Ends the wait with `aborted`, and withdraws nothing: ask again under the same key to go on. @default none */
    readonly signal?: AbortSignal;
    /** Where the card is posted, as `channel` of a kind. */
    readonly channel: Place | undefined | readonly Place[];
    /** Who may reject alone, as `vetoers` of a kind. @default no one */
    readonly vetoers?: readonly ApproverRule[];
    /** How long people may vote; `never`: without limit. @default 24h */
    readonly expiresIn?: Duration | 'never';
  } & (
    | (Omit<DecidedByRules<null>, 'approvers' | 'quorum'> & {
        /** Who may vote: everyone who fits at least one of these rules. */
        readonly approvers: readonly ApproverRule[];
        /** How many different people have to approve or reject, 1 to 100. @default `{ approve: 1, reject: 1 }` */
        readonly quorum?: { readonly approve?: number; readonly reject?: number };
      })
    | (Omit<DecidedInStages<null>, 'stages'> & {
        /** The groups that decide in order, as `stages` of a kind. */
        readonly stages: readonly [Stage, ...Stage[]];
      })
  );

const known = {
  ...knownQuestionOptions,
  ...knownParts,
  key: true,
  requester: true,
  onBehalfOf: true,
  signal: true,
} satisfies KnownKeys<Omit<RequestOptions, 'approvers' | 'stages'>>;

/** Asks one question under a kind that delivers nothing, and waits for its decision. */
export async function request(app: Runtime, options: RequestOptions): Promise<Decision<unknown>> {
  requireOptions('request', options);
  refuseUnknownKeys('request', options, known, 'invalid_argument');
  const { key, requester, onBehalfOf, signal, title, summary, fields, links, text, context, ...questionOptions } =
    options;
  const parts = Object.entries({ title, summary, fields, links, text, context });
  // as: what is no content is refused when the card is read
  const content = Object.fromEntries(parts.filter(([, part]) => part !== undefined)) as unknown as CardContent;
  const kind = defineKind(requestKind, { ...questionOptions, card: () => content });
  // from now on this process does the work of such questions: they differ in nothing that it needs
  if (!app.kinds.has(requestKind)) app.kinds.set(requestKind, kind);
  const question = {
    payload: null,
    policy: kind.policyOf(null),
    key: readKey(key),
    requester: readRequester(requester),
    ...readOnBehalfOf(onBehalfOf),
    channel: null,
    context: null,
  };
  return await decideAsked(app, kind, question, signal);
}

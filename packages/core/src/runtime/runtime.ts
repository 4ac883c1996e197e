import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Policy } from '../domain/model/policy.js';
import type { ApprovalEmitter } from '../events/emitter.js';
import type { Paces } from '../pace/paces.js';
import type { FactSource } from '../people/facts.js';
import type { ApprovalStore } from '../ports/approval-store.js';
import type { DecisionSink } from '../ports/decision-sink.js';
import type { Installation, SlackOutcome, SlackTransport } from '../ports/slack-transport.js';
import type { CardContent } from '../slack/card/card-content.js';
import type { CardWords } from '../slack/card/words.js';
import type { WriteWatch } from './watched-store.js';
import type { WorkTracker } from './work-tracker.js';

/** What the library logs to: `@slack/logger`'s interface, console and pino fit. */
export type Logger = Readonly<Record<'debug' | 'info' | 'warn' | 'error', (...parts: unknown[]) => void>>;

/** A kind as `define` left it: checked, with every default applied. */
export interface KindDefinition {
  readonly name: string;
  readonly schema: StandardSchemaV1<unknown, unknown>;
  readonly card: (payload: unknown) => CardContent;
  readonly channelsOf: (payload: unknown) => readonly string[];
  readonly policy: Policy;
  readonly steps: readonly string[];
  readonly sink: DecisionSink;
  /** An attempt to deliver ends by itself after this long. */
  readonly attemptLastsMs: number;
}

/**
 * Keeps calls back while Slack refuses the whole app, as with an expired token: every one of them would fail in the same way.
 * One `auth.test` a minute finds out when that is over.
 */
export interface SlackGate {
  /** The transport whose calls pass through the gate. */
  readonly transport: SlackTransport;
  /** Asks Slack at most once a minute; in between, the last answer. */
  test(): Promise<SlackOutcome<Installation>>;
  /** Tests a closed gate, at most once a minute. @returns whether this has opened it */
  reopen(): Promise<boolean>;
}

/** This process's way to Slack; a process without one may ask, amend, withdraw, report and read. */
export interface SlackAccess {
  readonly transport: SlackTransport;
  readonly gate: SlackGate;
  readonly signingSecrets: readonly string[];
  /** From the options; what they leave open is learned from `auth.test`. */
  readonly configured: Installation;
  /** Where a `response_url` may point: Slack's hooks host, or the origin of `apiUrl`. */
  readonly replyOrigin: string;
  readonly facts: FactSource;
  readonly known: { installation: Installation | null; paces: Paces | null };
}

/** Everything the runtime's parts share: made once by `createApprovals`. */
export interface Runtime {
  readonly store: ApprovalStore;
  readonly namespace: string;
  readonly clock: () => number;
  readonly logger: Logger;
  /** What of the words is not the default: see `wordsOf`. */
  readonly messages: Partial<CardWords>;
  readonly emitter: ApprovalEmitter;
  readonly kinds: Map<string, KindDefinition>;
  readonly slack: SlackAccess | null;
  readonly work: WorkTracker;
  readonly writes: Readonly<WriteWatch>;
  /** When to look again for kinds that nobody defines. */
  readonly watch: { nextLookAt: number };
}

export function queueOf(namespace: string, kind: string): string {
  return `${namespace}/${kind}`;
}

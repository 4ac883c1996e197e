import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Command } from '../domain/model/commands.js';
import type { ApprovalEvent } from '../domain/model/events.js';
import type { Installation } from '../domain/model/installation.js';
import type { Place } from '../domain/model/place.js';
import type { Policy } from '../domain/model/policy.js';
import type { Decided } from '../domain/model/refusal.js';
import type { Messages } from '../messages/words/messages.js';
import type { ApprovalStore } from '../ports/approval-store.js';
import type { DecisionSink } from '../ports/decision-sink.js';
import type { Log } from '../ports/log.js';
import type { LogThrottle } from '../ports/log-throttle.js';
import type { SlackTransport } from '../ports/slack-transport.js';
import type { Loaded } from '../record/loaded.js';
import type { ApprovalRecord } from '../record/record.js';
import type { CardContent } from '../slack/card/card-content.js';
import type { SlackGate } from '../slack/client/slack-gate.js';
import type { WebTransportOptions } from '../slack/client/web-transport.js';
import type { RunOptions } from './exchange.js';
import type { Instruments } from './instruments.js';
import type { LateEmitter } from './late-emitter.js';
import type { FactSource } from './look-up-cache.js';
import type { WriteWatch } from './watch-store.js';
import type { WorkTracker } from './work-tracker.js';

/** A kind after `define`: checked, with every default applied. */
export interface KindDefinition {
  readonly name: string;
  /** null: any JSON. */
  readonly schema: StandardSchemaV1<unknown, unknown> | null;
  /** null: the default card, which `title` heads. */
  readonly card: ((payload: unknown) => CardContent) | null;
  readonly title: (payload: unknown) => string;
  readonly placesOf: (payload: unknown) => readonly Place[];
  /** @throws {SlackApprovalError} invalid_options, unsatisfiable_policy — the payload has no policy that can be used */
  readonly policyOf: (payload: unknown) => Policy;
  /** null: that of `createApprovals`. */
  readonly troubleChannel: string | null;
  readonly steps: readonly string[];
  /** null: decisions are not delivered. */
  readonly sink: DecisionSink | null;
  /** Its sink is the function of a guard: it may run long, and its retries come soon. */
  readonly isGuard: boolean;
  /** A delivery attempt is aborted after this long. */
  readonly attemptTimeoutMs: number;
}

/** The connection to Slack. It is made when this process first calls Slack. */
export interface SlackConnection {
  /** Its calls go through the gate. */
  readonly transport: SlackTransport;
  readonly gate: SlackGate;
  readonly facts: FactSource;
}

/** This process's access to Slack. Without it, a process can only ask, amend, withdraw, report and read. */
export interface SlackAccess {
  /** A transport, or the settings of the Web API client. */
  readonly api: SlackTransport | WebTransportOptions;
  /** Sends private replies to a `response_url`. */
  readonly fetch: typeof fetch;
  readonly clock: () => number;
  readonly log: Log;
  readonly instruments: Instruments;
  /** See `connectionOf`. */
  connection: SlackConnection | null;
  readonly signingSecrets: readonly string[];
  /** From the options. What they leave out is learned from `auth.test`. */
  readonly configured: Installation;
  /** Learned from `auth.test`. */
  installation: Installation | null;
  /** The only origin that a `response_url` may have: Slack's hooks host, or the origin of `apiUrl`. */
  readonly replyOrigin: string;
}

/** A record whose work is to be done. The caller holds its lease under `token`. */
export interface LeasedWork {
  readonly app: Runtime;
  readonly slack: SlackAccess;
  readonly leased: Loaded;
  readonly token: string;
  readonly options: RunOptions;
}

/** A lease of this process whose last outcome may wait for the next put: see `mayRest`. */
export interface Resting {
  readonly token: string;
  /** The record has changed since the work began. */
  hasNews: boolean;
  /** The outcome that waits, until an instant of the clock; null: the work is under way. */
  rest: { readonly loaded: Loaded; readonly commands: readonly Command[]; readonly until: number } | null;
}

/** Does the owed work of approvals. It loads late, so other rooms know only this interface. */
export interface Worker {
  /** Does the owed work of a record. */
  runOwed(work: LeasedWork): Promise<void>;
  /** Does the work that is due, and starts nothing after `forMs` of real time; null: until nothing is due. */
  processDue(
    app: Runtime,
    slack: SlackAccess,
    options: { readonly forMs: number | null },
  ): Promise<{ readonly claimedCount: number }>;
  /** Decides on the record as it is with the outcome that rests. If something changes, one put stores both. */
  decideAfterRest<Result extends Decided>(app: Runtime, loaded: Loaded, decide: (loaded: Loaded) => Result): Result;
  /** Stores the outcomes that rest: all of them, or those whose time is over. */
  settleRests(app: Runtime, which: 'all' | 'over'): Promise<void>;
  /** Polls until `polling.isOver`. Resolves after the first pass. */
  pollLoop(app: Runtime, slack: SlackAccess, polling: Polling): Promise<void>;
}

/** One run of the poll, from `start` to `stop`. A pass that outlives `stop` must not continue beside the next run. */
export interface Polling {
  readonly pollMs: number;
  isOver: boolean;
  /** Cancels the wait for the next pass. */
  end: () => void;
}

type Announcer = (
  app: Pick<Runtime, 'emitter' | 'log' | 'messages'>,
  record: ApprovalRecord,
  events: readonly ApprovalEvent[],
) => void;

/** What all rooms of one process share. `createApprovals` makes it once. */
export interface Runtime {
  readonly store: ApprovalStore;
  /** They see store, Slack and deliveries. */
  readonly instruments: Instruments;
  readonly namespace: string;
  readonly clock: () => number;
  readonly log: Log;
  /** Anyone can send requests that are refused, and a store that is away fails each poll: one line a minute each. */
  readonly everyMinute: LogThrottle;
  /** The trouble channel of the kinds that name none. */
  readonly troubleChannel: string | null;
  /** The words that replace the defaults: see `wordsOf`. */
  readonly messages: Partial<Messages>;
  /** Untyped: `tellListeners` and `createListening` tie each event to its type. */
  readonly emitter: LateEmitter;
  readonly kinds: Map<string, KindDefinition>;
  readonly slack: SlackAccess | null;
  readonly work: WorkTracker;
  /** Loads `announce`, which emits stored events to listeners and logs some. */
  readonly announcer: () => Promise<Announcer>;
  /** Loads the worker: a click is answered without it. */
  readonly worker: () => Promise<Worker>;
  readonly writes: Readonly<WriteWatch>;
  /**
   * When to look again for kinds that no process defines; whether `stop` was called, so that nothing is held back; how often this
   * process polls, null: it does not.
   */
  readonly watch: { nextLookAt: number; isStopping: boolean; pollMs: number | null };
  /** Each ends a wait for a decision or a result, with `aborted`. */
  readonly waiting: Set<() => void>;
  /** What a guarded function threw last in this process, by the id of its approval. */
  readonly lastErrors: Map<string, unknown>;
  /** The leases of this process whose outcome may rest, by the id of their approval. */
  readonly resting: Map<string, Resting>;
}

export function queueOf(namespace: string, kind: string): string {
  return `${namespace}/${kind}`;
}

import type { ProgressReport } from '../commands/program-commands.js';
import type { Outcome } from '../domain/model/approval.js';
import type { Person } from '../domain/model/person.js';
import type { Answer, UserRule } from '../domain/model/policy.js';
import type { Refusal } from '../domain/model/refusal.js';
import type { Listening } from '../events/emitter.js';
import type { Kind } from '../kinds/kind.js';
import type { KindOptions } from '../kinds/kind-options.js';
import type { Context, RawResponse, Receiver } from '../ports/raw-http.js';
import type { HistoryEntry } from '../record/history.js';
import type { ApprovalView } from '../views/to-approval.js';
import type { Explanation } from '../votes/explain.js';

/** Which approvals to list; every field narrows. */
export interface ApprovalQuery {
  readonly status?: 'pending' | Outcome;
  readonly kind?: string;
  /** A system's name, or a Slack user id. */
  readonly requester?: string;
  /** true: only what somebody should look at; false: only the rest. */
  readonly attention?: boolean;
  /** `next` of the page before. */
  readonly after?: string | null;
  /** 1 to 100. @default 50 */
  readonly limit?: number;
}

/** One page of a list, newest asked first. */
export interface ApprovalPage {
  readonly approvals: readonly ApprovalView<unknown>[];
  /** What to pass as `after` for the next page; null: this was the last. */
  readonly next: string | null;
}

/** What waits for one person, newest asked first. */
export interface WaitingFor {
  readonly approvals: readonly ApprovalView<unknown>[];
  /** true: there are older open questions that were not looked at. */
  readonly isPartial: boolean;
}

/** A vote that did not come through Slack's buttons. `via` says how it came, for the record. */
export interface ProgramVote {
  readonly by: UserRule;
  readonly answer: Answer;
  readonly reason?: string;
  /** The digest of the revision that this person saw. */
  readonly digest: string;
  readonly via: string;
}

/**
 * Everything an app does with approvals. Made by `createApprovals`.
 *
 * A method throws `invalid_argument` for an option it does not know.
 */
export interface Approvals extends Listening<Approvals> {
  /**
   * Names a kind of approvals and says how it is decided. Also say which kinds a process works for: only these are claimed by `processDue`.
   *
   * @throws {SlackApprovalError} invalid_options, unsatisfiable_policy, kind_defined_twice, invalid_webhook_url, … — every problem is listed at once
   */
  define<Input, Output>(name: string, options: KindOptions<Input, Output>): Kind<Input, Output>;
  /**
   * Takes one raw request from Slack to its answer, verifying it. Never throws, whatever the request holds.
   *
   * Where the body is still to be read, `receiveStream(approvals.receive, …)` reads it.
   */
  readonly receive: Receiver;
  /** `receive` for hosts of web-standard requests. */
  handle(request: Request, context?: Context): Promise<Response>;
  /** Takes an interaction that somebody else has verified, such as Bolt, in the form Slack sends it as JSON. */
  dispatch(payload: unknown, context?: Context): Promise<RawResponse>;
  /**
   * Does what is due, for hosts that are woken by a timer. `untilMs`: nothing is started after so many milliseconds.
   *
   * @throws {SlackApprovalError} invalid_argument — `untilMs` is no number
   */
  processDue(options?: { readonly untilMs?: number }): Promise<{ readonly claimedCount: number }>;
  /**
   * Does what is due every `pollMs` (1,000 by default), for hosts that live on.
   *
   * @throws {SlackApprovalError} invalid_argument — `pollMs` is not a number of milliseconds from 0 to 24 days
   */
  start(options?: { readonly pollMs?: number }): void;
  /** Ends `start` and waits up to 30 s for the work under way. The store stays open: it is the caller's. */
  stop(): Promise<void>;
  /** Waits up to 30 s for the work that this process has started. */
  settled(): Promise<void>;
  /**
   * Whether the store takes writes (`ok`), and what is wrong with store or Slack, in plain words.
   *
   * Use it for readiness, never for liveness: restarting a process mends neither.
   */
  health(): Promise<{ readonly ok: boolean; readonly problems: readonly string[] }>;
  /** @returns null for an unknown id */
  get(id: string): Promise<ApprovalView<unknown> | null>;
  /** A page of approvals, newest asked first. */
  list(query?: ApprovalQuery): Promise<ApprovalPage>;
  /** Takes a pending one back: its card says so, and a late click is told why. */
  withdraw(
    id: string,
    options: { readonly by: string | UserRule; readonly reason: string },
  ): Promise<ApprovalView<unknown> | Refusal>;
  /**
   * Says how far an approved one has been carried out: shown on its card.
   *
   * @throws {SlackApprovalError} invalid_argument — the state is none of the four, or the detail is no text
   */
  report(id: string, update: ProgressReport): Promise<ApprovalView<unknown> | Refusal>;
  /**
   * Casts a person's vote that did not come through Slack's buttons, by the same rules.
   *
   * @throws {SlackApprovalError} invalid_argument — it is by nobody, its answer is neither of the two, or its reason is no text
   * @throws {SlackApprovalError} store_timeout, store_conflict — the store did not take it in time
   */
  vote(id: string, vote: ProgramVote): Promise<ApprovalView<unknown> | Refusal>;
  /** What happened, oldest first; empty for an unknown id. `verifyHistory` checks it. */
  history(id: string): Promise<readonly HistoryEntry[]>;
  /**
   * Erases payload, texts and reasons now instead of after `retainFor`. Id, key, digest, decision, instants and hashes stay.
   *
   * @throws {SlackApprovalError} not_found, invalid_argument — there is none, it is still pending, or its decision is still being delivered
   */
  erase(id: string): Promise<void>;
  /** Sends the decision again under the same id and with the same bytes. What was set aside goes on. */
  redeliver(id: string): Promise<ApprovalView<unknown> | Refusal>;
  /** Draws the card again, and posts it again where it was never posted or is gone. What was set aside goes on. */
  repost(id: string): Promise<ApprovalView<unknown> | Refusal>;
  /** Whether this person may vote, and why or why not. Looks up what it takes. */
  explain(id: string, person: Person): Promise<Explanation>;
  /**
   * What this person may answer and has not, of the newest 100 that are open. What can't be told within 2 s is left out.
   *
   * `channelId`: the channel where they are, as Slack said; what only people in a channel may answer is listed for that one alone.
   *
   * @throws {SlackApprovalError} store_timeout — the store did not answer in time
   */
  waitingFor(person: Person, options?: { readonly channelId?: string }): Promise<WaitingFor>;
}
